package dev.grok.lab.sweep;

import dev.grok.api.GrokException;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.run.Environment;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A journal as text: one line a record, {@code checksum json}. The first line is a {@link Header};
 * others may follow where journals were joined. The checksum is the CRC-32C of the JSON's bytes in
 * eight hexadecimal digits. A line without its end is left by a crash and is no record.
 */
public final class JournalFile {
  private static final int CHECKSUM = 8;
  private static final String HEADER = "{\"format\":";

  /**
   * The first line.
   *
   * @param format of the journal
   * @param grok version that wrote it
   * @param backend kind of the backend that trained
   * @param sweep resolved
   */
  public record Header(int format, String grok, String backend, SweepConfig sweep) {
    private static final int FORMAT = 1;

    /** The header of a journal that this version writes. */
    public static Header now(String backend, SweepConfig sweep) {
      return new Header(FORMAT, Environment.version(), backend, sweep);
    }
  }

  /**
   * What a file holds, beside the results.
   *
   * @param damaged numbers of damaged lines, from 1
   * @param torn whether the last line has no end
   */
  record Content(List<Integer> damaged, boolean torn) {}

  private JournalFile() {}

  static byte[] line(Object json) {
    String text = Json.line(json);
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return (checksum(crc) + " " + text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String checksum(CRC32C crc) {
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /**
   * Reads a file line by line.
   *
   * @param headers receives each header
   * @param results receives each result, with the header before it or null
   */
  static Content read(
      Path file, Consumer<Header> headers, BiConsumer<@Nullable Header, CellResult> results) {
    List<Integer> damaged = new ArrayList<>();
    Header header = null;
    int number = 0;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      int next;
      while ((next = in.read()) >= 0) {
        if (next != '\n') {
          line.write(next);
          continue;
        }
        number++;
        String json = checked(line.toByteArray());
        line.reset();
        if (json == null) {
          damaged.add(number);
        } else if (json.startsWith(HEADER)) {
          header = Json.read(file + " line " + number, json, Header.class);
          headers.accept(header);
        } else {
          results.accept(header, Json.read(file + " line " + number, json, CellResult.class));
        }
      }
    } catch (IOException e) {
      throw new GrokException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    return new Content(damaged, line.size() > 0);
  }

  /** Length without a torn last line. */
  static long soundBytes(FileChannel channel) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(1 << 12);
    for (long end = channel.size(); end > 0; end -= block.capacity()) {
      long start = Math.max(0, end - block.capacity());
      block.clear().limit((int) (end - start));
      while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {}
      for (int i = block.position() - 1; i >= 0; i--) {
        if (block.get(i) == '\n') {
          return start + i + 1;
        }
      }
    }
    return 0;
  }

  /** The JSON of a line, or null if its checksum is wrong. */
  private static @Nullable String checked(byte[] line) {
    if (line.length <= CHECKSUM || line[CHECKSUM] != ' ') {
      return null;
    }
    CRC32C crc = new CRC32C();
    crc.update(line, CHECKSUM + 1, line.length - CHECKSUM - 1);
    String found = new String(line, 0, CHECKSUM, StandardCharsets.US_ASCII);
    return found.equals(checksum(crc))
        ? new String(line, CHECKSUM + 1, line.length - CHECKSUM - 1, StandardCharsets.UTF_8)
        : null;
  }
}
