package dev.grok.theory.group;

import dev.grok.theory.parallelogram.PredictedAccuracy;

/**
 * What an ideal model makes of a training set of a group, by what follows from P₀(D) (paper,
 * appendices D, E and H). The paper deduces by chains of quotients, and so does this. Relations
 * between longer products could imply more, so that the true bounds may be higher.
 */
public final class GroupModel {
  private final GroupDataSet d;
  private final GroupParallelograms explicit;
  private final GroupParallelograms implied;
  private final int full;

  public GroupModel(GroupDataSet d, Composition composition) {
    this.d = d;
    explicit = GroupParallelograms.of(d);
    GroupParallelograms all = GroupParallelograms.full(d.group());
    implied = GroupDeduction.of(d, composition).implied(all);
    full = all.size();
  }

  /** P₀(D). */
  public GroupParallelograms explicit() {
    return explicit;
  }

  /** P(D). */
  public GroupParallelograms parallelograms() {
    return implied;
  }

  /** |P(D)|/|P₀|; 1 for the trivial group. */
  public double rqi() {
    return full == 0 ? 1 : implied.size() / (double) full;
  }

  /** Âcc(D, P(D)), as for addition (paper, Eqs. 12, 13). */
  public double accuracy() {
    return PredictedAccuracy.of(d, implied);
  }
}
