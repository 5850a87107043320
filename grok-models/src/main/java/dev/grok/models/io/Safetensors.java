package dev.grok.models.io;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.grok.api.GrokException;
import dev.grok.models.io.HostTensor.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Files in the safetensors format: a little-endian 64-bit header length, a JSON header, raw
 * little-endian data. A file is checked before memory is taken for its tensors.
 */
public final class Safetensors {
  private static final int ALIGNMENT = 8;
  private static final JsonFactory JSON = new JsonFactory();

  private Safetensors() {}

  /**
   * Reads all tensors, in the order of their data.
   *
   * @throws GrokException in one sentence, if the file is missing, truncated, hostile, or of a type
   *     that is not supported
   */
  public static Map<String, HostTensor> read(Path file) {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      return read(file, channel);
    } catch (NoSuchFileException e) {
      throw new GrokException("no such file: " + file, e);
    } catch (IOException e) {
      throw new GrokException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Map<String, HostTensor> read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw SafetensorsHeader.malformed(
          file, "it has %d bytes, fewer than a header length takes".formatted(size));
    }
    long headerLength = readFully(file, channel, 0, Long.BYTES).getLong();
    long dataStart = Long.BYTES + headerLength;
    if (headerLength < 0 || headerLength > SafetensorsHeader.MAX_LENGTH || dataStart > size) {
      throw SafetensorsHeader.malformed(
          file,
          "its header claims %s bytes, the file has %d"
              .formatted(Long.toUnsignedString(headerLength), size));
    }
    byte[] header = readFully(file, channel, Long.BYTES, (int) headerLength).array();
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry entry : SafetensorsHeader.parse(file, header, size - dataStart)) {
      int bytes = Math.toIntExact(entry.end() - entry.begin());
      ByteBuffer data = readFully(file, channel, dataStart + entry.begin(), bytes);
      double[] values = new double[bytes / entry.type().bytes];
      for (int i = 0; i < values.length; i++) {
        values[i] = get(data, entry.type());
      }
      tensors.put(entry.name(), new HostTensor(entry.type(), entry.shape(), values));
    }
    return tensors;
  }

  private static double get(ByteBuffer data, Type type) {
    return switch (type) {
      case F32 -> data.getFloat();
      case F64 -> data.getDouble();
      case I32 -> data.getInt();
      case I64 -> data.getLong();
    };
  }

  private static ByteBuffer readFully(Path file, FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = littleEndian(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw SafetensorsHeader.malformed(file, "it ended while it was read");
      }
    }
    return buffer.flip();
  }

  /**
   * Writes tensors in the map's order. The file appears whole or not at all.
   *
   * @throws GrokException if it cannot be written
   */
  public static void write(Path file, Map<String, HostTensor> tensors) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (FileChannel channel = FileChannel.open(part, CREATE, WRITE, TRUNCATE_EXISTING)) {
        OutputStream out = Channels.newOutputStream(channel);
        byte[] header = header(tensors);
        out.write(littleEndian(Long.BYTES).putLong(header.length).array());
        out.write(header);
        for (HostTensor tensor : tensors.values()) {
          out.write(bytes(tensor));
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deleteQuietly(part, e);
      throw new GrokException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static void deleteQuietly(Path part, IOException why) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] header(Map<String, HostTensor> tensors) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
      out.writeStartObject();
      long offset = 0;
      for (Map.Entry<String, HostTensor> entry : tensors.entrySet()) {
        HostTensor tensor = entry.getValue();
        out.writeName(entry.getKey());
        out.writeStartObject();
        out.writeStringProperty("dtype", tensor.type().name());
        out.writeName("shape");
        out.writeArray(tensor.shape(), 0, tensor.shape().length);
        out.writeName("data_offsets");
        long end = offset + (long) tensor.values().length * tensor.type().bytes;
        out.writeArray(new long[] {offset, end}, 0, 2);
        out.writeEndObject();
        offset = end;
      }
      out.writeEndObject();
    }
    while (json.size() % ALIGNMENT != 0) {
      json.write(' ');
    }
    return json.toByteArray();
  }

  private static byte[] bytes(HostTensor tensor) {
    double[] values = tensor.values();
    ByteBuffer data = littleEndian(values.length * tensor.type().bytes);
    for (double value : values) {
      switch (tensor.type()) {
        case F32 -> data.putFloat((float) value);
        case F64 -> data.putDouble(value);
        case I32 -> data.putInt((int) value);
        case I64 -> data.putLong((long) value);
      }
    }
    return data.array();
  }
}
