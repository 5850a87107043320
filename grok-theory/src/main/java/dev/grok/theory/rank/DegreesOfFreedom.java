package dev.grok.theory.rank;

import dev.grok.api.GrokException;
import dev.grok.models.task.Pair;
import dev.grok.theory.internal.Require;
import dev.grok.theory.parallelogram.CornerTest;
import dev.grok.theory.parallelogram.DataSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * n₀ in the paper, exactly, of a training set that grows sample by sample: adding one costs one
 * reduction, and nothing starts over. The first sample of a sum against every later one spans what
 * all pairs of that sum span. The rank is found modulo a prime, and proved over the rationals when
 * n₀ is asked for, see {@link NullSpace}. For one thread.
 */
public final class DegreesOfFreedom {
  private static final int NONE = -1;

  private final int p;
  private final ModularSolution solution;
  private final int[] firstOfSum; // the smaller symbol of the first sample of each sum
  private final BitSet samples = new BitSet();
  private final List<int[]> equations = new ArrayList<>(); // i, j, m, n each
  private @Nullable GroundStates proved;

  /** Of the empty training set: p. */
  public DegreesOfFreedom(int p) {
    if (p < 2) {
      throw new GrokException("degrees of freedom need at least two symbols: p = " + p);
    }
    Require.memory("the solutions of p = " + p, (long) p * p, Long.BYTES);
    this.p = p;
    solution = new ModularSolution(p, PrimeField.get(0));
    firstOfSum = new int[2 * p - 1];
    clear();
  }

  /** Of a training set. */
  public static DegreesOfFreedom of(DataSet d) {
    DegreesOfFreedom degrees = new DegreesOfFreedom(d.p());
    d.samples().forEach(degrees::add);
    return degrees;
  }

  /** Forgets all samples. */
  public void clear() {
    solution.clear();
    Arrays.fill(firstOfSum, NONE);
    samples.clear();
    equations.clear();
    proved = null;
  }

  /**
   * Adds a sample, in either order.
   *
   * @throws GrokException if it has a symbol outside 0..p-1 or was added before
   */
  public void add(Pair sample) {
    int a = Math.min(sample.a(), sample.b());
    int b = Math.max(sample.a(), sample.b());
    if (a < 0 || b >= p) {
      throw new GrokException("sample (%d, %d) has a symbol outside 0..%d".formatted(a, b, p - 1));
    }
    add(a, b);
  }

  /**
   * Adds a sample of the task.
   *
   * @param a smaller symbol
   * @param b larger symbol
   * @throws GrokException if it was added before
   */
  public void add(int a, int b) {
    Require.newSample(samples, p, a, b);
    proved = null;
    int first = firstOfSum[a + b];
    if (first == NONE) {
      firstOfSum[a + b] = a;
      return;
    }
    equations.add(new int[] {first, a + b - first, a, b});
    if (bound() > 2) {
      solution.add(first, a + b - first, a, b);
    }
  }

  private boolean allMatch(CornerTest condition) {
    for (int[] e : equations) {
      if (!condition.test(e[0], e[1], e[2], e[3])) {
        return false;
      }
    }
    return true;
  }

  /** Number of samples added. */
  public int size() {
    return samples.cardinality();
  }

  /**
   * What the rank modulo one prime leaves of n₀, without a proof: at least n₀, and equal to it
   * unless the prime happens to divide a minor. Exact if 2.
   */
  public int bound() {
    return solution.nullity();
  }

  /** Whether the sample of the task, a ≤ b, would lower {@link #bound}. */
  public boolean wouldTie(int a, int b) {
    int first = firstOfSum[a + b];
    return first != NONE && solution.isIndependent(first, a + b - first, a, b);
  }

  /** n₀ of the samples added so far, exactly. */
  public int n0() {
    return bound() == 2 ? 2 : groundStates().n0();
  }

  /** The representations that the samples added so far allow: A(P₀(D)) R = 0. */
  public GroundStates groundStates() {
    GroundStates known = proved;
    if (known == null) {
      known = new GroundStates(p, new NullSpace(p, this::allMatch).basis(solution));
      proved = known;
    }
    return known;
  }
}
