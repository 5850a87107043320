package dev.grok.lab.sweep;

import dev.grok.lab.config.RunConfig;

/** Cells by their numbers. */
public interface Cells {
  /** The identity of a cell: the hash of its configuration. */
  String id(int cell);

  /** Cells of the same group can share an ensemble. */
  int group(int cell);

  /** The configuration of a cell, with one seed. */
  RunConfig config(int cell);
}
