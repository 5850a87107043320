package dev.grok.lab.sweep;

import dev.grok.lab.config.UsageException;
import dev.grok.lab.run.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Brings results of one sweep that lie in several directories together. */
public final class SweepMerge {
  private final SweepDirectory into;
  private final List<SweepDirectory> from;

  private SweepMerge(SweepDirectory into, List<SweepDirectory> from) {
    this.into = into;
    this.from = from;
  }

  /**
   * Opens the directories.
   *
   * @param into made from the first of the others if it is not there
   * @throws UsageException if one of them holds no sweep
   */
  public static SweepMerge open(Path into, List<Path> from) {
    List<SweepDirectory> sources =
        new ArrayList<>(from.stream().map(SweepDirectory::existing).toList());
    SweepDirectory target;
    if (Files.exists(into.resolve(SweepDirectory.CONFIG))) {
      target = SweepDirectory.existing(into);
    } else {
      target = SweepDirectory.create(into, sources.get(0).config());
      new InitialStates(sources.get(0).path())
          .contents()
          .forEach((name, bytes) -> target.write(name, bytes));
    }
    return new SweepMerge(target, sources);
  }

  public SweepDirectory directory() {
    return into;
  }

  /**
   * Writes what is missing into the target's journal.
   *
   * @param remarks receives sentences about damaged files
   * @return number of cells that were added
   * @throws UsageException if a directory is of another sweep, or another version or backend
   */
  public int run(Consumer<String> remarks) {
    CellPlan plan = into.plan();
    List<JournalReading> readings = new ArrayList<>();
    JournalReading present = into.read();
    Set<String> backends = new LinkedHashSet<>(present.backends());
    for (SweepDirectory source : from) {
      source.requireSame(into);
      JournalReading reading = source.read();
      reading.remarks().forEach(remarks);
      backends.addAll(reading.backends());
      readings.add(reading);
    }
    String backend = backends.stream().findFirst().orElse("");
    present.requireSame(Environment.version(), backend);
    readings.forEach(reading -> reading.requireSame(Environment.version(), backend));
    JournalHeader header =
        new JournalHeader(JournalHeader.FORMAT, Environment.version(), backend, into.config());
    int added = 0;
    try (Journal journal = into.journal(Shard.WHOLE, header)) {
      for (JournalReading reading : readings) {
        for (int cell = 0; cell < plan.cells(); cell++) {
          Optional<CellResult> result = reading.results().get(cell);
          if (result.isPresent() && present.results().put(result.get())) {
            journal.append(result.get());
            added++;
          }
        }
      }
    }
    return added;
  }
}
