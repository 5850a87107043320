package dev.grok.lab.sweep.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An archive of arrays as numpy.load reads it (NEP 1). The same arrays give the same bytes. */
final class Npz {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final int ALIGNMENT = 64;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(bytes);

  Npz longs(String name, long[] values, int... shape) {
    ByteBuffer data = buffer(values.length * Long.BYTES);
    data.asLongBuffer().put(values);
    return put(name, "<i8", data, shape);
  }

  Npz doubles(String name, double[] values, int... shape) {
    ByteBuffer data = buffer(values.length * Double.BYTES);
    data.asDoubleBuffer().put(values);
    return put(name, "<f8", data, shape);
  }

  Npz bytes(String name, byte[] values, int... shape) {
    return put(name, "|i1", ByteBuffer.wrap(values), shape);
  }

  /** Texts of one width, in UTF-32. */
  Npz texts(String name, List<String> values, int... shape) {
    int width =
        Math.max(1, values.stream().mapToInt(v -> v.codePointCount(0, v.length())).max().orElse(1));
    Charset utf32 = Charset.forName("UTF-32LE");
    ByteBuffer data = buffer(values.size() * width * Integer.BYTES);
    for (int i = 0; i < values.size(); i++) {
      data.position(i * width * Integer.BYTES).put(values.get(i).getBytes(utf32));
    }
    data.rewind();
    return put(name, "<U" + width, data, shape);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Npz put(String name, String type, ByteBuffer data, int... shape) {
    String axes = IntStream.of(shape).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, axes);
    int length = (10 + header.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer head = buffer(length);
    head.put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0);
    head.putShort((short) (length - 10)).put(header.getBytes(StandardCharsets.US_ASCII));
    while (head.remaining() > 1) {
      head.put((byte) ' ');
    }
    head.put((byte) '\n');
    try {
      ZipEntry entry = new ZipEntry(name + ".npy");
      entry.setTimeLocal(TIME);
      zip.putNextEntry(entry);
      zip.write(head.array());
      zip.write(data.array());
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  byte[] toByteArray() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
