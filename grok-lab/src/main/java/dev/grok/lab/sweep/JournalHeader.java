package dev.grok.lab.sweep;

import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.run.Environment;

/**
 * The first line of a journal.
 *
 * @param format of the journal
 * @param grok version that wrote it
 * @param backend kind of the backend that trained
 * @param sweep resolved
 */
public record JournalHeader(int format, String grok, String backend, SweepConfig sweep) {
  private static final int FORMAT = 1;

  /** The header of a journal that this version writes. */
  public static JournalHeader now(String backend, SweepConfig sweep) {
    return new JournalHeader(FORMAT, Environment.version(), backend, sweep);
  }
}
