package dev.grok.theory.parallelogram;

import dev.grok.models.task.AdditionTask;
import java.util.function.IntPredicate;

/**
 * A set of permissible parallelograms of p symbols: P₀(D), P(R) or P(D) in the paper (Eqs. 1, 2,
 * 14), by sum, then by i, then by m. |P₀| is 3, 13, 70 for p = 4, 6, 10.
 */
public final class Parallelograms extends ParallelogramSet<Parallelogram> {
  private Parallelograms(int p, int[] corners) {
    super(p, corners);
  }

  /**
   * P₀(D) in the paper (Eq. 1): every two samples of D with the same sum.
   *
   * @throws dev.grok.api.GrokException if they would take more than 1 GiB
   */
  public static Parallelograms of(DataSet d) {
    int p = d.p();
    return new Parallelograms(
        p, corners(d.samples(), 2 * p - 1, sample -> sample.a() + sample.b(), task(p)));
  }

  /** P₀ = P₀(D₀) in the paper: those of all samples. */
  public static Parallelograms full(int p) {
    int[] perSum = new int[2 * new AdditionTask(p, false).p() - 1];
    for (int sum = 0; sum < perSum.length; sum++) {
      perSum[sum] = Math.min(sum, perSum.length - 1 - sum) / 2 + 1;
    }
    count(perSum, task(p)); // refuses a large p before its samples are listed
    return of(DataSet.full(p));
  }

  private static String task(int p) {
    return "p = " + p;
  }

  @Override
  protected String task() {
    return task(p());
  }

  /** Number of symbols. */
  public int p() {
    return symbols();
  }

  @Override
  public Parallelogram get(int k) {
    return new Parallelogram(corner(k, 0), corner(k, 1), corner(k, 2), corner(k, 3));
  }

  /** Those whose corners (i, j, m, n) satisfy the condition. */
  public Parallelograms filter(CornerTest keep) {
    return subset(k -> test(k, keep));
  }

  /** Those whose number satisfies the condition. */
  public Parallelograms subset(IntPredicate keep) {
    return new Parallelograms(p(), select(keep));
  }
}
