package dev.grok.lab.sweep;

/** Is told what becomes of cells; several workers may tell it at once. */
public interface CellListener {
  /** A cell has ended. */
  void finished(CellResult result);

  /** Some updates of cells were made. */
  default void advanced(long updates) {}

  /** Something that changes no result, but that a user wants to know: one sentence. */
  default void remarked(String sentence) {
    System.getLogger(CellListener.class.getName()).log(System.Logger.Level.INFO, sentence);
  }
}
