package dev.grok.theory.group;

import dev.grok.api.GrokException;
import dev.grok.models.task.FiniteGroup;

/** What a model does with two embeddings before it decodes them. */
public enum Composition {
  /** E_a E_b, matrices: for any group (paper, appendix H). */
  MATRIX_PRODUCT,
  /** E_a + E_b, vectors: for abelian groups only, because a sum has no order. */
  VECTOR_SUM;

  void requireFits(FiniteGroup group) {
    if (this == VECTOR_SUM && !group.isAbelian()) {
      throw new GrokException(
          "%s is not abelian, so sums of vectors cannot represent it: take products of matrices"
              .formatted(group));
    }
  }
}
