package dev.grok.api.kernel;

import dev.grok.api.Tensor;

/** Random choices by the counter-based generator {@link Philox}: a function of seed and counter. */
public interface SamplingKernels {
  /**
   * Chooses B of N indices without replacement, in random order: the first B steps of a
   * Fisher-Yates shuffle of 0..N-1, where step i swaps places i and {@code i + below(N - i)}, the
   * number being {@link Philox#below} of word i of the stream (seed, counter).
   *
   * <pre>
   * out        [R, B]   overwritten, int; B may not exceed N
   * workspace  [R, N]   overwritten, int
   * seed       [R?, 2]  read, int: low and high half of a 64-bit seed
   * counter    [R?]     read, int: the number of the draw
   * </pre>
   */
  void chooseWithoutReplacement(Tensor out, Tensor workspace, Tensor seed, Tensor counter);
}
