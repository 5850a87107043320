package dev.grok.models.task;

import dev.grok.api.GrokException;
import java.util.ArrayList;
import java.util.List;

/**
 * Addition of the symbols 0..p-1, without modulus (paper, section 2).
 *
 * @param p number of symbols, 2 to {@value #MAX_P}
 * @param ordered whether (i, j) and (j, i) are two samples; the paper counts them as one
 */
public record AdditionTask(int p, boolean ordered) {
  /** Beyond it the sample list alone would take gigabytes. */
  public static final int MAX_P = 10_000;

  public AdditionTask {
    if (p < 2 || p > MAX_P) {
      throw new GrokException("p must be between 2 and %d: %d".formatted(MAX_P, p));
    }
  }

  /** The full data set D₀: p(p+1)/2 pairs i ≤ j (or p² ordered ones), in lexicographic order. */
  public List<Pair> samples() {
    List<Pair> samples = new ArrayList<>(size());
    for (int i = 0; i < p; i++) {
      for (int j = ordered ? 0 : i; j < p; j++) {
        samples.add(new Pair(i, j));
      }
    }
    return List.copyOf(samples);
  }

  /** |D₀|. */
  public int size() {
    return ordered ? p * p : p * (p + 1) / 2;
  }

  /** The sum, which is also the index of the sample's target. */
  public int label(Pair pair) {
    return pair.a() + pair.b();
  }

  /** Number of different sums, 2p - 1. */
  public int classes() {
    return 2 * p - 1;
  }
}
