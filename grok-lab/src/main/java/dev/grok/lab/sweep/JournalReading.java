package dev.grok.lab.sweep;

import dev.grok.lab.config.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the journals of a sweep hold together.
 *
 * @param remarks sentences about what is wrong with the files
 * @param versions of grok that have written
 * @param backends kinds of backends that have written
 */
public record JournalReading(
    SweepResults results, List<String> remarks, Set<String> versions, Set<String> backends) {
  JournalReading(CellPlan plan) {
    this(new SweepResults(plan), new ArrayList<>(), new TreeSet<>(), new TreeSet<>());
  }

  /**
   * Adds a result.
   *
   * @param ofThisSweep whether the file's header says so; if not, the cell's identity is worked out
   */
  void add(Path file, boolean ofThisSweep, CellResult result) {
    if (!results.plan().isId(result.cell(), result.id(), ofThisSweep)) {
      throw new UsageException(
          "%s is of another sweep: cell %d has id %s there, which is not this sweep's"
              .formatted(file, result.cell(), result.id()));
    }
    results.put(result);
  }

  void add(Path file, JournalFile.Content content) {
    for (int line : content.damaged()) {
      remarks.add("%s: line %d is damaged and left out; all others are kept".formatted(file, line));
    }
    if (content.torn()) {
      remarks.add("%s: its last line is torn, as a crash leaves it; left out".formatted(file));
    }
  }

  void add(JournalFile.Header header) {
    versions.add(header.grok());
    backends.add(header.backend());
  }

  /**
   * Checks that results of these and of a journal may stand side by side.
   *
   * @throws UsageException if another version or another kind of backend has written here
   */
  public void requireSame(JournalFile.Header journal) {
    requireSame("grok", versions, journal.grok());
    requireSame("backend", backends, journal.backend());
  }

  private static void requireSame(String what, Set<String> found, String now) {
    for (String one : found) {
      if (!one.equals(now)) {
        throw new UsageException(
            "the sweep was begun with %s %s, this is %s: their bits may differ"
                .formatted(what, one, now));
      }
    }
  }
}
