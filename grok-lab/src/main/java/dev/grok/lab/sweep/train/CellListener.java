package dev.grok.lab.sweep.train;

import dev.grok.lab.sweep.CellResult;

/** Is told what becomes of cells; several workers may tell it at once. */
public interface CellListener {
  void finished(CellResult result);

  /** Whether no further cell should be begun; asked after each that has ended. */
  default boolean isCanceled() {
    return false;
  }

  /** Some updates of cells were made. */
  default void advanced(long updates) {}

  /** One sentence about something that changes no result, but that a user wants to know. */
  default void remarked(String sentence) {
    System.getLogger(CellListener.class.getName()).log(System.Logger.Level.INFO, sentence);
  }
}
