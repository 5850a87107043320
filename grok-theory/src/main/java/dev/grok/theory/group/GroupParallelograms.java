package dev.grok.theory.group;

import dev.grok.models.task.FiniteGroup;
import dev.grok.theory.parallelogram.CornerTest;
import dev.grok.theory.parallelogram.ParallelogramSet;
import java.util.Arrays;

/**
 * A set of generalized parallelograms of a group (paper, appendix H): pairs of samples (a, b), (c,
 * d) with ab = cd and a &lt; c, by product, then by a, then by c. |P₀| = n · n(n-1)/2 for n
 * elements, 90 for S₃.
 */
public final class GroupParallelograms extends ParallelogramSet<GroupParallelogram> {
  private final FiniteGroup group;

  private GroupParallelograms(FiniteGroup group, int[] corners) {
    super(group.order(), corners);
    this.group = group;
  }

  /**
   * P₀(D): every two samples of D with the same product.
   *
   * @throws dev.grok.api.GrokException if they would take more than 1 GiB
   */
  public static GroupParallelograms of(GroupDataSet d) {
    FiniteGroup group = d.group();
    return new GroupParallelograms(
        group,
        corners(
            d.samples(),
            group.order(),
            sample -> group.product(sample.a(), sample.b()),
            group.toString()));
  }

  /** P₀ of all samples. */
  public static GroupParallelograms full(FiniteGroup group) {
    int[] perProduct = new int[group.order()];
    Arrays.fill(perProduct, group.order());
    count(perProduct, group.toString()); // refuses a large group before its samples are listed
    return of(GroupDataSet.full(group));
  }

  @Override
  protected String task() {
    return group.toString();
  }

  /** The group. */
  public FiniteGroup group() {
    return group;
  }

  @Override
  public GroupParallelogram get(int k) {
    return new GroupParallelogram(corner(k, 0), corner(k, 1), corner(k, 2), corner(k, 3));
  }

  /** Those whose corners (a, b, c, d) satisfy the condition. */
  public GroupParallelograms filter(CornerTest keep) {
    return new GroupParallelograms(group, select(k -> test(k, keep)));
  }
}
