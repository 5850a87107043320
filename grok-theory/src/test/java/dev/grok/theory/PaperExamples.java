package dev.grok.theory;

import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Pair;
import dev.grok.models.task.Split;
import dev.grok.theory.parallelogram.DataSet;
import java.util.ArrayList;
import java.util.List;

/** Data sets that the paper gives, and random ones. */
public final class PaperExamples {
  /** Appendix C in its order; (2, 4) is named a second time there, so 7 samples are distinct. */
  public static final DataSet APPENDIX_C = dataSet(6, 0, 4, 1, 3, 1, 5, 2, 4, 0, 2, 1, 1, 3, 3);

  /** Eq. 21. */
  public static final DataSet EQUATION_21 = dataSet(4, 0, 2, 1, 1, 0, 3, 1, 2, 1, 3, 2, 2);

  private PaperExamples() {}

  public static DataSet dataSet(int p, int... symbols) {
    List<Pair> pairs = new ArrayList<>();
    for (int at = 0; at < symbols.length; at += 2) {
      pairs.add(new Pair(symbols[at], symbols[at + 1]));
    }
    return DataSet.of(new AdditionTask(p, false), pairs);
  }

  public static DataSet random(int p, int samples, long seed) {
    AdditionTask task = new AdditionTask(p, false);
    return DataSet.of(task, Split.random(task, samples, seed).train());
  }

  /** Standard normal numbers, [p][d]. */
  public static double[][] normal(int p, int d, long seed) {
    RandomStream random = new RandomStream(seed, Purpose.THEORY);
    double[][] e = new double[p][d];
    for (double[] row : e) {
      for (int c = 0; c < d; c++) {
        row[c] = random.normal();
      }
    }
    return e;
  }

  /** E_k = a + k b in d dimensions. */
  public static double[][] linear(int p, int d) {
    double[][] e = new double[p][d];
    for (int k = 0; k < p; k++) {
      for (int c = 0; c < d; c++) {
        e[k][c] = 0.3 - c + k * (0.7 + c);
      }
    }
    return e;
  }
}
