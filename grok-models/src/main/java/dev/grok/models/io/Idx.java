package dev.grok.models.io;

import dev.grok.api.GrokException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Unsigned bytes from a file in the IDX format of MNIST: two zero bytes, a type, a number of axes,
 * their lengths as big-endian 32-bit numbers, the elements. Plain or gzip, by the content. A file
 * is checked before memory is taken for its elements, and nothing beyond them is unpacked.
 */
public final class Idx {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};

  /** No deflate stream expands more: two bits stand for at most 258 bytes (RFC 1951). */
  private static final long MAX_INFLATION = 1_032;

  private final int[] shape;
  private final byte[] elements;

  private Idx(int[] shape, byte[] elements) {
    this.shape = shape;
    this.elements = elements;
  }

  /**
   * Reads a file.
   *
   * @param axes how many there must be
   * @throws GrokException in one sentence, if the file is missing, truncated, too long, of another
   *     type, or has another number of axes
   */
  public static Idx read(Path file, int axes) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.mark(GZIP_MAGIC.length);
      boolean packed = Arrays.equals(in.readNBytes(GZIP_MAGIC.length), GZIP_MAGIC);
      in.reset();
      long size = Files.size(file);
      return packed
          ? read(file, new GZIPInputStream(in), axes, size, true)
          : read(file, in, axes, size, false);
    } catch (NoSuchFileException e) {
      throw new GrokException("no such file: " + file, e);
    } catch (EOFException e) {
      throw malformed(file, "its gzip stream is truncated", e);
    } catch (ZipException e) {
      throw malformed(file, "its gzip stream is broken (%s)".formatted(e.getMessage()), e);
    } catch (IOException e) {
      throw new GrokException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Idx read(Path file, InputStream in, int axes, long size, boolean packed)
      throws IOException {
    int[] shape = shape(file, in, axes);
    long count = 1;
    for (int length : shape) {
      // At most 2³¹ - 1 times 2³¹ - 1, and refused before the next factor.
      count *= length;
      if (count > Integer.MAX_VALUE - 8) {
        throw malformed(file, shape, "claims more than 2 GiB");
      }
    }
    long header = 4 + 4L * axes;
    if (packed && count > size * MAX_INFLATION) {
      throw malformed(
          file, shape, "claims %d bytes, more than %d packed ones can hold".formatted(count, size));
    }
    if (!packed && size != header + count) {
      throw malformed(
          file, shape, "needs %d bytes, the file has %d".formatted(header + count, size));
    }
    byte[] elements = in.readNBytes((int) count);
    if (elements.length < count) {
      throw malformed(
          file, shape, "needs %d elements, there are %d".formatted(count, elements.length));
    }
    // This also reads and checks the checksum of a gzip stream.
    if (in.read() >= 0) {
      throw malformed(file, shape, "needs %d elements, the file goes on".formatted(count));
    }
    return new Idx(shape, elements);
  }

  private static int[] shape(Path file, InputStream in, int axes) throws IOException {
    byte[] start = in.readNBytes(4);
    if (start.length < 4 || start[0] != 0 || start[1] != 0) {
      throw malformed(file, "it does not start with 0, 0, type, axes", null);
    }
    if (start[2] != UNSIGNED_BYTE) {
      throw malformed(
          file, "its type is 0x%02x, only 0x08 (bytes) is read".formatted(start[2]), null);
    }
    if (start[3] != axes) {
      throw malformed(file, "it has %d axes, expected %d".formatted(start[3] & 0xff, axes), null);
    }
    ByteBuffer lengths = ByteBuffer.wrap(in.readNBytes(4 * axes));
    if (lengths.remaining() < 4 * axes) {
      throw malformed(file, "its header is truncated", null);
    }
    int[] shape = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      shape[axis] = lengths.getInt();
      if (shape[axis] < 0) {
        String claimed = Integer.toUnsignedString(shape[axis]);
        throw malformed(file, "axis %d claims %s elements".formatted(axis, claimed), null);
      }
    }
    return shape;
  }

  private static GrokException malformed(Path file, int[] shape, String what) {
    return malformed(file, "shape %s %s".formatted(Arrays.toString(shape), what), null);
  }

  private static GrokException malformed(Path file, String what, @Nullable Exception cause) {
    return new GrokException("%s is not a sound IDX file: %s".formatted(file, what), cause);
  }

  /** Length of an axis. */
  public int length(int axis) {
    return shape[axis];
  }

  /** All elements, row-major; read-only, to be read as {@code get(i) & 0xff}. */
  public ByteBuffer elements() {
    return ByteBuffer.wrap(elements).asReadOnlyBuffer();
  }
}
