package dev.grok.models.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("some-idx");
  }

  /** A file of bytes 0, 1, 2, ... with the given header. */
  static byte[] idx(int type, int elements, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + elements);
    bytes.put((byte) 0).put((byte) 0).put((byte) type).put((byte) shape.length);
    Arrays.stream(shape).forEach(bytes::putInt);
    for (int i = 0; i < elements; i++) {
      bytes.put((byte) i);
    }
    return bytes.array();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private void refused(byte[] bytes, int axes, String why) throws IOException {
    Files.write(file, bytes);
    assertThatThrownBy(() -> Idx.read(file, axes))
        .isInstanceOf(GrokException.class)
        .hasMessage(file + " is not a sound IDX file: " + why);
  }

  @Test
  void plainOrPackedByContent() throws IOException {
    byte[] bytes = idx(8, 600, 3, 20, 10);
    for (byte[] content : new byte[][] {bytes, gzip(bytes)}) {
      Files.write(file, content);
      Idx idx = Idx.read(file, 3);
      assertThat(new int[] {idx.length(0), idx.length(1), idx.length(2)})
          .containsExactly(3, 20, 10);
      assertThat(idx.elements().remaining()).isEqualTo(600);
      assertThat(idx.elements().get(599) & 0xff).isEqualTo(599 % 256);
      assertThat(idx.elements().isReadOnly()).isTrue();
    }
  }

  @Test
  void headersThatAreNotIdx() throws IOException {
    refused(new byte[0], 1, "it does not start with 0, 0, type, axes");
    refused(new byte[3], 1, "it does not start with 0, 0, type, axes");
    refused(
        "PNG image".getBytes(StandardCharsets.US_ASCII),
        1,
        "it does not start with 0, 0, type, axes");
    refused(idx(0x0d, 8, 2), 1, "its type is 0x0d, only 0x08 (bytes) is read");
    refused(idx(8, 6, 6), 3, "it has 1 axes, expected 3");
    refused(Arrays.copyOf(idx(8, 0, 0, 0), 9), 2, "its header is truncated");
    refused(idx(8, 4, -1, 4), 2, "axis 0 claims 4294967295 elements");
    refused(gzip(new byte[2]), 1, "it does not start with 0, 0, type, axes");
  }

  @Test
  void sizesThatDoNotFit() throws IOException {
    refused(idx(8, 5, 6), 1, "shape [6] needs 14 bytes, the file has 13");
    refused(idx(8, 7, 6), 1, "shape [6] needs 14 bytes, the file has 15");
    refused(gzip(idx(8, 5, 6)), 1, "shape [6] needs 6 elements, there are 5");
    refused(gzip(idx(8, 7, 6)), 1, "shape [6] needs 6 elements, the file goes on");
    int most = Integer.MAX_VALUE;
    refused(
        idx(8, 4, most, most, most),
        3,
        "shape [%d, %d, %d] claims more than 2 GiB".formatted(most, most, most));
    refused(idx(8, 0, most, 2, 0), 3, "shape [%d, 2, 0] claims more than 2 GiB".formatted(most));
    refused(
        idx(8, 4, 2_000_000_000), 1, "shape [2000000000] needs 2000000008 bytes, the file has 12");
  }

  /** What the header claims is compared with what so few packed bytes can hold at all. */
  @Test
  void claimsOfPackedFilesAreBounded() throws IOException {
    byte[] packed = gzip(idx(8, 4, 2_000_000_000));
    refused(
        packed,
        1,
        "shape [2000000000] claims 2000000000 bytes, more than %d packed ones can hold"
            .formatted(packed.length));
  }

  /**
   * Ten elements, then ten megabytes of zeros and a wrong checksum. The error is about the length,
   * because only ten elements are unpacked.
   */
  @Test
  void bombsAreNotUnpacked() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(idx(8, 10, 10));
    bomb.write(new byte[10 << 20]);
    byte[] packed = gzip(bomb.toByteArray());
    packed[packed.length - 6] ^= 1;
    refused(packed, 1, "shape [10] needs 10 elements, the file goes on");
  }

  @Test
  void brokenGzipStreams() throws IOException {
    byte[] packed = gzip(idx(8, 600, 600));
    refused(Arrays.copyOf(packed, 40), 1, "its gzip stream is truncated");
    refused(Arrays.copyOf(packed, packed.length - 3), 1, "its gzip stream is truncated");
    byte[] wrong = packed.clone();
    wrong[packed.length - 6] ^= 1;
    refused(wrong, 1, "its gzip stream is broken (Corrupt GZIP trailer)");
  }

  @Test
  void everyBrokenByteIsFoundOrHarmless() throws IOException {
    byte[] packed = gzip(idx(8, 600, 600));
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] wrong = packed.clone();
      wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, wrong);
      try {
        // Only bytes that gzip does not use (time stamp, flags of the system) may differ.
        assertThat(Idx.read(file, 1).elements().get(599) & 0xff).isEqualTo(599 % 256);
      } catch (GrokException e) {
        assertThat(e.getMessage()).startsWith(file.toString());
      }
    }
  }

  @Test
  void whatIsNoFile() {
    assertThatThrownBy(() -> Idx.read(file, 1)).hasMessage("no such file: " + file);
    assertThatThrownBy(() -> Idx.read(folder, 1))
        .isInstanceOf(GrokException.class)
        .hasMessageStartingWith(folder + " cannot be read: ");
  }
}
