package dev.grok.api.kernel;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Operand.Ints;
import dev.grok.api.kernel.Operand.Of;
import dev.grok.api.kernel.Operand.Reads;
import dev.grok.api.kernel.Operand.Writes;

/** Look-up of vectors by symbol. */
public interface EmbeddingKernels {
  /**
   * Sums the table rows of each sample's symbols: {@code out[b] = Σ_t table[ids[b, t]]}, t
   * ascending (paper, section 2: E_a + E_b). With T = 1 it is a plain gather.
   *
   * <p>Backends that run on the host throw {@link dev.grok.api.GrokException} for an id outside
   * 0..V-1; no backend touches memory outside its operands.
   */
  void embeddingForward(
      @Writes("R B C") Tensor out,
      @Reads("R? V C") Tensor table,
      @Reads("R? B T") @Ints(below = "V") Tensor ids);

  /**
   * The gradient of {@link #embeddingForward}: {@code dTable[v] = Σ dOut[b]} over all (b, t) with
   * {@code ids[b, t] = v}, in ascending order of (b, t).
   */
  void embeddingBackward(
      @Writes("R V C") Tensor dTable,
      @Reads("R? B C") Tensor dOut,
      @Reads("R? B T") @Ints(below = "V") Tensor ids,
      @Of("dTable") Write write);

  /** Gathers rows of an int table: {@code out[b] = table[index[b]]}. */
  void gatherInts(
      @Writes("R B T") @Ints Tensor out,
      @Reads("R? V T") @Ints Tensor table,
      @Reads("R? B") @Ints(below = "V") Tensor index);

  /**
   * Multiplies the matrices of each sample's two symbols: {@code out[b] = table[ids[b, 0]]
   * table[ids[b, 1]]} (paper, appendix H: representations of non-abelian groups).
   *
   * <p>Each element is a sum of D products, in ascending order. Ids are checked as those of {@link
   * #embeddingForward}.
   */
  void embeddingProductForward(
      @Writes("R B D D") Tensor out,
      @Reads("R? V D D") Tensor table,
      @Reads("R? B 2") @Ints(below = "V") Tensor ids);

  /**
   * The gradient of {@link #embeddingProductForward}: {@code dTable[v] = Σ dOut[b] table[ids[b,
   * 1]]ᵀ} over all b with {@code ids[b, 0] = v}, plus {@code Σ table[ids[b, 0]]ᵀ dOut[b]} over
   * those with {@code ids[b, 1] = v}, in ascending order of b, the left factor first.
   */
  void embeddingProductBackward(
      @Writes("R V D D") Tensor dTable,
      @Reads("R? B D D") Tensor dOut,
      @Reads("R? V D D") Tensor table,
      @Reads("R? B 2") @Ints(below = "V") Tensor ids,
      @Of("dTable") Write write);
}
