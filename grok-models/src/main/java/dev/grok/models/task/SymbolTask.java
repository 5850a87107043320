package dev.grok.models.task;

import dev.grok.api.GrokException;
import java.util.ArrayList;
import java.util.List;

/**
 * A binary operation on the symbols 0..symbols-1, to be learned from some of its table (paper,
 * section 2). A value: two that are equal have the same samples and labels.
 */
public interface SymbolTask extends Task {
  /** Beyond it the sample list alone would take gigabytes. */
  int MAX_SYMBOLS = 10_000;

  /** Number of symbols, p of the embeddings [p, d]. */
  int symbols();

  /** As many as there are symbols, unless results can be others. */
  @Override
  default int classes() {
    return symbols();
  }

  /** Whether (a, b) and (b, a) are two samples; if not, a ≤ b. */
  boolean ordered();

  /** The result of the operation, in 0..classes-1; also the index of the sample's target. */
  int label(Pair pair);

  /** Whether the operation is defined there; called for symbols in range, a ≤ b if unordered. */
  default boolean isDefined(Pair pair) {
    return true;
  }

  /** The full data set D₀, in lexicographic order. */
  default List<Pair> samples() {
    List<Pair> samples = new ArrayList<>();
    for (int a = 0; a < symbols(); a++) {
      for (int b = ordered() ? 0 : a; b < symbols(); b++) {
        Pair pair = new Pair(a, b);
        if (isDefined(pair)) {
          samples.add(pair);
        }
      }
    }
    return List.copyOf(samples);
  }

  /** |D₀|. */
  default int size() {
    return ordered() ? symbols() * symbols() : symbols() * (symbols() + 1) / 2;
  }

  /**
   * Checks a size of the training set.
   *
   * @throws GrokException if it is not between 1 and |D₀|
   */
  @Override
  default void requireTrainingSamples(int samples) {
    if (samples < 1 || samples > size()) {
      throw new GrokException(
          "training samples must be between 1 and %d (all samples of %s): %d"
              .formatted(size(), this, samples));
    }
  }
}
