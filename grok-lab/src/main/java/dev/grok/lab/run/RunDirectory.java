package dev.grok.lab.run;

import dev.grok.api.GrokException;
import dev.grok.lab.config.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The directory of one run. It is locked while it is written, every file in it appears whole or not
 * at all, and unless the run is {@linkplain #complete completed} or can be {@linkplain #keep
 * resumed} nothing of it stays behind, also when the process is asked to end.
 */
public final class RunDirectory implements AutoCloseable {
  private static final String LOCK = ".grok.lock";
  private static final String PART = ".part";

  private final Path path;
  private final List<Path> created;
  private final List<Path> files = new ArrayList<>();
  private final FileChannel channel;
  private final Thread cleaner = new Thread(this::abandon, "grok-abandon-run");
  private boolean open = true;
  private volatile boolean kept;

  private RunDirectory(Path path, List<Path> created, FileChannel channel) {
    this.path = path;
    this.created = created;
    this.channel = channel;
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  /**
   * Takes a directory into use; makes it and its parents if need be.
   *
   * @throws UsageException if it holds anything, another run uses it, or it cannot be made
   */
  public static RunDirectory open(Path path) {
    List<Path> created = new ArrayList<>();
    try {
      createDirectories(path.toAbsolutePath(), created);
      FileChannel channel = lock(path, "output directory");
      if (!isEmpty(path)) {
        channel.close();
        Files.deleteIfExists(path.resolve(LOCK));
        throw new UsageException(
            "output directory %s is not empty: name another by --out".formatted(path));
      }
      return new RunDirectory(path, created, channel);
    } catch (IOException e) {
      created.forEach(RunDirectory::delete);
      throw new UsageException(
          "output directory %s cannot be used: %s".formatted(path, reason(e)), e);
    }
  }

  /**
   * Takes the directory of an interrupted run into use again.
   *
   * @throws UsageException if it is not there, or another run uses it
   */
  public static RunDirectory resume(Path path) {
    if (!Files.isDirectory(path)) {
      throw new UsageException("there is no directory " + path);
    }
    try {
      RunDirectory directory = new RunDirectory(path, new ArrayList<>(), lock(path, "directory"));
      directory.kept = true;
      return directory;
    } catch (IOException e) {
      throw new UsageException("directory %s cannot be used: %s".formatted(path, reason(e)), e);
    }
  }

  private static void createDirectories(Path path, List<Path> created) throws IOException {
    Path parent = path.getParent();
    if (parent != null && !Files.exists(path)) {
      createDirectories(parent, created);
      Files.createDirectory(path);
      created.add(0, path);
    } else if (!Files.isDirectory(path)) {
      throw new FileAlreadyExistsException(path.toString(), null, "it is not a directory");
    }
  }

  private static FileChannel lock(Path path, String what) throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!FileLocks.lock(channel)) {
      channel.close();
      throw new UsageException("%s %s is in use by another run".formatted(what, path));
    }
    return channel;
  }

  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      // A killed process leaves parts of files: they do not count.
      return entries.allMatch(entry -> entry.endsWith(LOCK) || entry.toString().endsWith(PART));
    }
  }

  public Path path() {
    return path;
  }

  /** The path of a file that the caller writes, whole or not at all. */
  public Path file(String name) {
    Path file = path.resolve(name);
    files.add(file);
    return file;
  }

  public void write(String name, String text) {
    write(name, (Consumer<LineWriter>) writer -> writer.print(text));
  }

  /** Writes a file while something runs; it appears under its name when that has ended. */
  public void write(String name, Consumer<LineWriter> content) {
    Path file = file(name);
    Path part = file.resolveSibling(name + PART);
    files.add(part);
    try {
      try (Writer writer = Files.newBufferedWriter(part)) {
        content.accept(new LineWriter(writer));
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (UncheckedIOException e) {
      throw cannotWrite(file, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static GrokException cannotWrite(Path file, IOException e) {
    return new GrokException("%s cannot be written: %s".formatted(file, reason(e)), e);
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException fse && fse.getReason() != null) {
      return String.valueOf(fse.getReason());
    }
    String message = String.valueOf(e.getMessage());
    return e instanceof FileSystemException ? e.getClass().getSimpleName() : message;
  }

  /** The run can be resumed from what has been written: it stays, whatever happens. */
  public void keep() {
    kept = true;
  }

  /** Removes a file that only an unfinished run needs. */
  public void remove(String name) {
    delete(path.resolve(name));
  }

  /** Everything is written: it stays. */
  public void complete() {
    files.clear();
    created.clear();
    close();
  }

  /** Removes what was written, unless the run was completed. */
  @Override
  public void close() {
    abandon();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // The process is ending: the hook has run or finds nothing left to do.
    }
  }

  private synchronized void abandon() {
    if (!open) {
      return;
    }
    open = false;
    for (Path file : files) {
      if (!kept) {
        delete(file);
      }
      delete(file.resolveSibling(file.getFileName() + PART));
    }
    delete(path.resolve(LOCK));
    try {
      channel.close();
    } catch (IOException e) {
      // The lock goes with the process.
    }
    if (!kept) {
      created.forEach(RunDirectory::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What cannot be removed stays; the error that led here is the one to report.
    }
  }
}
