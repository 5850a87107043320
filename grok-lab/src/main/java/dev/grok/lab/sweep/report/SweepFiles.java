package dev.grok.lab.sweep.report;

import dev.grok.lab.console.Console;
import dev.grok.lab.report.Page;
import dev.grok.lab.run.Environment;
import dev.grok.lab.sweep.journal.JournalReading;
import dev.grok.lab.sweep.journal.SweepDirectory;
import dev.grok.lab.sweep.map.CellSelection;
import dev.grok.lab.sweep.map.PhaseMap;
import dev.grok.models.train.PhaseRule;
import java.util.Map;

/** Tables and page of a sweep, and what is printed of it. */
public final class SweepFiles {
  private SweepFiles() {}

  /** Writes tables and page of what has ended, and prints how far the sweep is. */
  static void write(
      Console console, SweepDirectory directory, PhaseMap map, Map<String, String> reproduction) {
    write(directory, map, reproduction);
    console.out().print(SweepText.of(directory, map));
    console.out().println(directory.path().resolve(Page.FILE));
  }

  /** Writes tables and page of what has ended. */
  static void write(SweepDirectory directory, PhaseMap map, Map<String, String> reproduction) {
    int left = directory.plan().cells() - map.results().count() - map.inferred() * map.seeds();
    String progress = left == 0 ? "" : "%d cells have not ended.".formatted(left);
    new Exports(map).write(directory);
    directory.write(Page.FILE, new SweepPage(map, reproduction).page(progress).html());
  }

  /**
   * Writes tables and page of what the journals hold, by a phase rule.
   *
   * @param commandLine as typed
   */
  public static void rewrite(
      Console console, String commandLine, SweepDirectory directory, PhaseRule rule) {
    JournalReading reading = directory.read();
    reading.remarks().forEach(remark -> console.note(false, remark));
    PhaseMap map =
        rule.equals(directory.config().base().phase())
            ? CellSelection.phases(reading.results())
            : new PhaseMap(reading.results(), rule);
    String backend = "%s (journal)".formatted(String.join(", ", reading.backends()));
    write(console, directory, map, Environment.now().reproduction(commandLine, backend));
  }
}
