package dev.grok.api.kernel;

import dev.grok.api.Tensor;

/** Look-up of vectors by symbol. */
public interface EmbeddingKernels {
  /**
   * Sums the table rows of each sample's symbols: {@code out[b] = Σ_t table[ids[b, t]]}, t
   * ascending (paper, section 2: E_a + E_b). With T = 1 it is a plain gather.
   *
   * <pre>
   * out    [R, B, C]      overwritten
   * table  [R?, V, C]     read
   * ids    [R?, B, T]     read, int, each in 0..V-1
   * </pre>
   *
   * <p>Backends that run on the host throw {@link dev.grok.api.GrokException} for an id outside
   * 0..V-1; no backend touches memory outside its operands.
   */
  void embeddingForward(Tensor out, Tensor table, Tensor ids);

  /**
   * The gradient of {@link #embeddingForward}: {@code dTable[v] = Σ dOut[b]} over all (b, t) with
   * {@code ids[b, t] = v}, in ascending order of (b, t).
   *
   * <pre>
   * dTable  [R, V, C]   overwritten or accumulated
   * dOut    [R?, B, C]  read
   * ids     [R?, B, T]  read, int, each in 0..V-1
   * </pre>
   */
  void embeddingBackward(Tensor dTable, Tensor dOut, Tensor ids, Write write);

  /**
   * Gathers rows of an int table: {@code out[b] = table[index[b]]}.
   *
   * <pre>
   * out    [R, B, T]   overwritten, int
   * table  [R?, V, T]  read, int
   * index  [R?, B]     read, int, each in 0..V-1
   * </pre>
   */
  void gatherInts(Tensor out, Tensor table, Tensor index);

  /**
   * Multiplies the matrices of each sample's two symbols: {@code out[b] = table[ids[b, 0]]
   * table[ids[b, 1]]} (paper, appendix H: representations of non-abelian groups).
   *
   * <pre>
   * out    [R, B, D, D]   overwritten
   * table  [R?, V, D, D]  read
   * ids    [R?, B, 2]     read, int, each in 0..V-1
   * </pre>
   *
   * <p>Each element is a sum of D products, in ascending order. Ids are checked as those of {@link
   * #embeddingForward}.
   */
  void embeddingProductForward(Tensor out, Tensor table, Tensor ids);

  /**
   * The gradient of {@link #embeddingProductForward}: {@code dTable[v] = Σ dOut[b] table[ids[b,
   * 1]]ᵀ} over all b with {@code ids[b, 0] = v}, plus {@code Σ table[ids[b, 0]]ᵀ dOut[b]} over
   * those with {@code ids[b, 1] = v}, in ascending order of b, the left factor first.
   *
   * <pre>
   * dTable  [R, V, D, D]   overwritten or accumulated
   * dOut    [R?, B, D, D]  read
   * table   [R?, V, D, D]  read
   * ids     [R?, B, 2]     read, int, each in 0..V-1
   * </pre>
   */
  void embeddingProductBackward(Tensor dTable, Tensor dOut, Tensor table, Tensor ids, Write write);
}
