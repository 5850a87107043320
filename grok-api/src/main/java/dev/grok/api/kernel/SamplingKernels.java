package dev.grok.api.kernel;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Operand.AtMost;
import dev.grok.api.kernel.Operand.Ints;
import dev.grok.api.kernel.Operand.MayBe;
import dev.grok.api.kernel.Operand.NotNegative;
import dev.grok.api.kernel.Operand.Reads;
import dev.grok.api.kernel.Operand.Updates;
import dev.grok.api.kernel.Operand.Writes;

/**
 * Random choices by the counter-based generator {@link Philox}: a function of seed and counter, the
 * same on every backend. The streams are kept apart by their upper 32 bits: 0 chooses, site + 1
 * drops out, all ones shuffles; the lower 32 bits are the counter, the step's number or the epoch.
 */
public interface SamplingKernels {
  /** The upper half of the streams of {@link #shuffledBatch}; the lower half is the epoch. */
  long SHUFFLE_STREAMS = 0xFFFFFFFFL << 32;

  /**
   * Chooses B of N indices without replacement, in random order: the first B steps of a
   * Fisher-Yates shuffle of 0..N-1, where step i swaps places i and {@code i + below(N - i)}, the
   * number being {@link Philox#below} of word i of the stream (seed, counter).
   *
   * @param seed low and high half of a 64-bit seed
   * @param counter the number of the draw
   */
  @AtMost(count = "out.B", limit = "workspace.N")
  void chooseWithoutReplacement(
      @Writes("R B") @Ints Tensor out,
      @Writes("R N") @Ints Tensor workspace,
      @Reads("R? 2") @Ints Tensor seed,
      @Reads("R?") @Ints Tensor counter);

  /**
   * The mini-batch of a step, of epochs that each go through all N samples in another order and
   * leave out the rest that fills no batch, as PyTorch's {@code DataLoader(shuffle=True,
   * drop_last=True)}: with E = ⌊N/B⌋ batches an epoch, step s has places (s mod E) B and following
   * of the order of epoch ⌊s/E⌋, which is the Fisher-Yates shuffle of {@link
   * #chooseWithoutReplacement} with B = N from the stream {@link #SHUFFLE_STREAMS} + epoch. A pure
   * function of seed and step.
   *
   * <p>The order is drawn when the workspace does not hold that of the epoch. Before the first
   * call, and when the seed changes, its last element must be 0, as that of a new tensor is.
   *
   * @param out with B = 0 nothing is done
   * @param workspace the order, then its epoch + 1
   * @param seed low and high half of a 64-bit seed
   * @param steps s
   */
  @AtMost(count = "out.B", limit = "workspace.N")
  void shuffledBatch(
      @Writes("R B") @Ints Tensor out,
      @Updates("R N+1") @Ints Tensor workspace,
      @Reads("R? 2") @Ints Tensor seed,
      @Reads("R?") @Ints Tensor steps);

  /**
   * Dropout (Srivastava et al., 2014), and its own gradient: {@code out[i] = in[i] / (1 - rate)} if
   * {@link Philox#unit} of word i of the stream (seed, (site + 1) 2³² + counter) is at least {@code
   * rate}, else 0. Forward and backward pass call it with the same counter and site.
   *
   * @param site tells the dropouts of one step apart; not negative
   * @param rate rounded to float32, in 0..1; a rate of 0 is a copy, of 1 a zero
   * @param seed low and high half of a 64-bit seed
   * @param counter the number of the step
   */
  void dropout(
      @Writes("R ...") @MayBe("in") Tensor out,
      @Reads("R? ...") Tensor in,
      @Reads("R?") Tensor rate,
      @Reads("R? 2") @Ints Tensor seed,
      @Reads("R?") @Ints Tensor counter,
      @NotNegative int site);
}
