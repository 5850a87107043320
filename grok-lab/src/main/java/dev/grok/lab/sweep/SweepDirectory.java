package dev.grok.lab.sweep;

import dev.grok.api.GrokException;
import dev.grok.lab.config.Configs;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.run.LineWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The directory of a sweep: {@code sweep.json}, copies of the initial states, and a journal for
 * each process that writes or has written; all journals count. A sweep needs nothing else to go on.
 * Every file but the journals appears whole or not at all.
 */
public record SweepDirectory(Path path, CellPlan plan) {
  static final String CONFIG = "sweep.json";

  private static final String PART = ".part";

  /**
   * Makes the directory of a sweep, or joins one that is there.
   *
   * @throws UsageException if it holds anything else, or another sweep: then what differs is named
   */
  public static SweepDirectory create(Path path, SweepConfig sweep) {
    Map<String, byte[]> initial = new TreeMap<>();
    SweepConfig config = InitialStates.byContent(sweep, initial);
    if (Files.exists(path.resolve(CONFIG))) {
      SweepDirectory present = existing(path);
      requireSame(path + " holds", present.config(), "asked for is", config);
      return present;
    }
    // Whatever is wrong with a cell is found before anything is written.
    SweepDirectory directory = new SweepDirectory(path, new CellPlan(config));
    try {
      Files.createDirectories(path);
      try (Stream<Path> entries = Files.list(path)) {
        if (entries.anyMatch(entry -> !entry.toString().endsWith(PART))) {
          throw new UsageException(
              "directory %s is not empty: name another by --out".formatted(path));
        }
      }
    } catch (IOException e) {
      throw new UsageException("directory %s cannot be used: %s".formatted(path, e), e);
    }
    initial.forEach((name, bytes) -> directory.write(name, bytes));
    directory.write(CONFIG, Json.write(config));
    return directory;
  }

  /**
   * A directory that is there.
   *
   * @throws UsageException if it holds no sweep, or one that this version cannot read
   */
  public static SweepDirectory existing(Path path) {
    Path file = path.resolve(CONFIG);
    if (!Files.exists(file)) {
      throw new UsageException("%s holds no sweep: %s is missing".formatted(path, CONFIG));
    }
    try {
      return new SweepDirectory(
          path, CellPlan.ofBegun(Configs.SWEEPS.load(file.toString(), List.of())));
    } catch (UsageException e) {
      throw new UsageException(
          "%s holds a sweep of another version of grok, or one that was changed by hand: %s"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /** The sweep with all its settings; initial states are named by content. */
  public SweepConfig config() {
    return plan.sweep();
  }

  /** What the journals hold, and in which state they are. */
  public JournalReading read() {
    JournalReading reading = new JournalReading(plan);
    read(reading, file -> true);
    return reading;
  }

  public void read(JournalReading reading, Predicate<Path> which) {
    for (Path file : journals().stream().filter(which).toList()) {
      reading.add(
          file,
          JournalFile.read(
              file,
              header -> {
                requireSame(file + " is of", header.sweep(), CONFIG + " says", config());
                reading.add(header);
              },
              (header, result) -> reading.add(file, header != null, result)));
    }
  }

  private List<Path> journals() {
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("journal.*\\.jsonl"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new GrokException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Refuses another sweep. */
  void requireSame(SweepDirectory other) {
    requireSame(path + " holds", config(), other.path + " holds", other.config());
  }

  private static void requireSame(String here, SweepConfig one, String there, SweepConfig other) {
    Differences.first(one, other)
        .ifPresent(
            d -> {
              throw new UsageException(
                  "%s another sweep: its '%s' is %s, but %s %s"
                      .formatted(here, d.key(), d.one(), there, d.other()));
            });
  }

  /** Opens the journal of a shard to write. */
  public Journal journal(Shard shard, JournalFile.Header header) {
    return Journal.open(path.resolve(shard.journal()), header);
  }

  public void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  public void write(String name, byte[] bytes) {
    writeBy(name, part -> Files.write(part, bytes));
  }

  /** Writes a text line by line. */
  public void write(String name, Consumer<Consumer<String>> content) {
    writeBy(
        name,
        part -> {
          try (Writer writer = Files.newBufferedWriter(part)) {
            content.accept(new LineWriter(writer)::print);
          } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
          }
        });
  }

  /** Writes the file that will be moved to its place. */
  private interface PartWriter {
    void write(Path part) throws IOException;
  }

  private void writeBy(String name, PartWriter writer) {
    Path file = path.resolve(name);
    Path part = path.resolve(name + "." + ProcessHandle.current().pid() + PART);
    try {
      writer.write(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException ignored) {
        // The error that led here is the one to report.
      }
      throw new GrokException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
