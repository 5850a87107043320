package dev.grok.lab.sweep;

import dev.grok.api.GrokException;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.run.FileLocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A journal that is being written: append-only, locked against other processes. A record counts
 * once its line has its end; a part of a line, left by a crash or a full disk, is cut off. A record
 * is handed to the operating system at once, so that it outlives this process; {@link #sync} brings
 * it to the disk.
 */
public final class Journal implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final JournalFile.Header header;
  private long length;
  private volatile long synced;

  private Journal(Path file, FileChannel channel, long length, JournalFile.Header header) {
    this.file = file;
    this.channel = channel;
    this.length = length;
    this.header = header;
  }

  /**
   * Opens a journal; the header is written with the first record. A torn last line is cut off.
   *
   * @throws UsageException if another process writes it
   */
  static Journal open(Path file, JournalFile.Header header) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!FileLocks.lock(channel)) {
        throw new UsageException(
            "%s is being written by another process: the sweep is running".formatted(file));
      }
      long sound = JournalFile.soundBytes(channel);
      channel.truncate(sound);
      return new Journal(file, channel, sound, header);
    } catch (IOException e) {
      close(channel);
      throw cannotWrite(file, e);
    } catch (RuntimeException e) {
      close(channel);
      throw e;
    }
  }

  /**
   * Writes a record.
   *
   * @throws GrokException if it cannot be written; then nothing of it stays
   */
  public synchronized void append(CellResult result) {
    if (length == 0) {
      write(JournalFile.line(header));
    }
    write(JournalFile.line(result));
  }

  private void write(byte[] line) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining()) {
        channel.write(buffer, length + buffer.position());
      }
    } catch (IOException e) {
      cut();
      throw cannotWrite(file, e);
    }
    length += line.length;
  }

  private void cut() {
    try {
      channel.truncate(length);
    } catch (IOException e) {
      // A torn line is recognized when the journal is read.
    }
  }

  /**
   * Makes sure that all records have reached the disk. That can take long: other threads may write
   * records meanwhile.
   */
  public void sync() {
    long now = length();
    if (now == synced || !channel.isOpen()) {
      return;
    }
    try {
      channel.force(false);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
    synced = now;
  }

  private synchronized long length() {
    return length;
  }

  private static GrokException cannotWrite(Path file, IOException e) {
    return new GrokException(
        "%s cannot be written: %s; what it holds is sound, and the sweep can be resumed"
            .formatted(file, e.getMessage()),
        e);
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The error that led here is the one to report.
    }
  }

  @Override
  public void close() {
    try {
      sync();
    } finally {
      close(channel);
    }
  }
}
