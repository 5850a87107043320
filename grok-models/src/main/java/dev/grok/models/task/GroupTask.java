package dev.grok.models.task;

import dev.grok.api.GrokException;

/**
 * Multiplication in a finite group (paper, section 4.1 and appendix H: S₃).
 *
 * @param group its name, as {@link GroupNames#parse} takes it
 * @param ordered whether (a, b) and (b, a) are two samples; must be unless the group is abelian
 */
public record GroupTask(String group, boolean ordered) implements SymbolTask {
  public GroupTask {
    FiniteGroup parsed = GroupNames.parse(group);
    if (!ordered && !parsed.isAbelian()) {
      throw new GrokException(
          "group '%s' is not abelian, so its samples must be ordered".formatted(group));
    }
  }

  /** The group itself. */
  public FiniteGroup finiteGroup() {
    return GroupNames.parse(group);
  }

  @Override
  public int symbols() {
    return finiteGroup().order();
  }

  /** The product ab. */
  @Override
  public int label(Pair pair) {
    return finiteGroup().product(pair.a(), pair.b());
  }
}
