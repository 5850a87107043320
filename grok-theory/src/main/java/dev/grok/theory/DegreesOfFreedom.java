package dev.grok.theory;

import dev.grok.api.GrokException;
import dev.grok.models.task.Pair;
import dev.grok.theory.internal.MemoryEstimate;
import dev.grok.theory.internal.PrimeField;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * n₀ in the paper, exactly, of a training set that grows sample by sample: adding one costs one
 * reduction, nothing starts over. The first sample of a sum against every later one spans what all
 * pairs of that sum span. Worked out modulo a prime and proved over the rationals when asked for,
 * see {@link NullSpace}. For one thread.
 */
public final class DegreesOfFreedom {
  private static final int NONE = -1;

  private final int p;
  private final ModularSolution solution;
  private final int[] firstOfSum; // the smaller symbol of the first sample of each sum
  private final BitSet samples = new BitSet();
  private int[] equations;
  private int length;
  private @Nullable GroundStates proved;

  /** Of the empty training set: p. */
  public DegreesOfFreedom(int p) {
    if (p < 2) {
      throw new GrokException("degrees of freedom need at least two symbols: p = " + p);
    }
    MemoryEstimate.require("the solutions of p = " + p, (long) p * p, Long.BYTES);
    this.p = p;
    solution = new ModularSolution(p, PrimeField.get(0));
    firstOfSum = new int[2 * p - 1];
    equations = new int[Parallelograms.CORNERS * p];
    clear();
  }

  /** Forgets all samples. */
  public void clear() {
    solution.clear();
    Arrays.fill(firstOfSum, NONE);
    samples.clear();
    length = 0;
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
    if (samples.get(a * p + b)) {
      throw new GrokException("sample (%d, %d) is twice in the data set".formatted(a, b));
    }
    add(a, b);
  }

  /** Adds a sample that is known to be new, a ≤ b. */
  void add(int a, int b) {
    samples.set(a * p + b);
    proved = null;
    int first = firstOfSum[a + b];
    if (first == NONE) {
      firstOfSum[a + b] = a;
      return;
    }
    if (length == equations.length) {
      equations = Arrays.copyOf(equations, 2 * length);
    }
    equations[length++] = first;
    equations[length++] = a + b - first;
    equations[length++] = a;
    equations[length++] = b;
    if (bound() > 2 && solution.isIndependent(first, a + b - first, a, b)) {
      solution.tie();
    }
  }

  /** Number of samples added. */
  public int size() {
    return samples.cardinality();
  }

  /** At least n₀, and equal to it but for a prime that happens to divide a minor; exact if 2. */
  int bound() {
    return solution.nullity();
  }

  /** Whether the sample, a ≤ b, would lower {@link #bound}. */
  boolean wouldTie(int a, int b) {
    int first = firstOfSum[a + b];
    return first != NONE && solution.isIndependent(first, a + b - first, a, b);
  }

  /** n₀ of the samples added so far, exactly. */
  public int n0() {
    return bound() == 2 ? 2 : groundStates().n0();
  }

  /** The representations that the samples added so far allow. */
  public GroundStates groundStates() {
    GroundStates known = proved;
    if (known == null) {
      List<NullVector> basis = new NullSpace(p, equations, length).basis(solution);
      known = new GroundStates(p, basis);
      proved = known;
    }
    return known;
  }
}
