package dev.grok.lab.sweep;

import dev.grok.lab.config.SweepConfig;

/**
 * The first line of a journal.
 *
 * @param format of the journal
 * @param grok version that wrote it
 * @param backend kind of the backend that trained
 * @param sweep resolved
 */
public record JournalHeader(int format, String grok, String backend, SweepConfig sweep) {
  static final int FORMAT = 1;
}
