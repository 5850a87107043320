package dev.grok.lab.sweep;

import dev.grok.lab.config.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings together the results of one sweep from several directories.
 *
 * @param directory to which they are added
 * @param from where they are
 */
public record SweepMerge(SweepDirectory directory, List<SweepDirectory> from) {
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

  /**
   * Writes what is missing into the target's journal.
   *
   * @param remarks receives sentences about damaged files
   * @return number of cells that were added
   * @throws UsageException if a directory is of another sweep, or another version or backend
   */
  public int run(Consumer<String> remarks) {
    List<JournalReading> readings = new ArrayList<>();
    JournalReading present = directory.read();
    Set<String> backends = new LinkedHashSet<>(present.backends());
    for (SweepDirectory source : from) {
      source.requireSame(directory);
      JournalReading reading = source.read();
      reading.remarks().forEach(remarks);
      backends.addAll(reading.backends());
      readings.add(reading);
    }
    String backend = backends.stream().findFirst().orElse("");
    JournalFile.Header header = JournalFile.Header.now(backend, directory.config());
    present.requireSame(header);
    readings.forEach(reading -> reading.requireSame(header));
    int added = 0;
    try (Journal journal = directory.journal(Shard.WHOLE, header)) {
      for (JournalReading reading : readings) {
        for (CellResult result : (Iterable<CellResult>) reading.results().ended()::iterator) {
          if (present.results().put(result)) {
            journal.append(result);
            added++;
          }
        }
      }
    }
    return added;
  }
}
