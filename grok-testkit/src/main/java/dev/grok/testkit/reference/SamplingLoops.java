package dev.grok.testkit.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Philox;
import dev.grok.api.kernel.SamplingKernels;

/** Random choices by their definition. */
interface SamplingLoops extends SamplingKernels {
  @Override
  default void chooseWithoutReplacement(Tensor out, Tensor workspace, Tensor seed, Tensor counter) {
    int batch = out.shape().axis(1);
    int n = workspace.shape().axis(1);
    Ints outs = Ints.of(out); // [R, B]
    Ints places = Ints.of(workspace); // [R, N]
    Ints seeds = Ints.of(seed); // [R?, 2]
    Ints draws = Ints.of(counter); // [R?]
    for (int r = 0; r < out.replicas(); r++) {
      long wholeSeed = Integer.toUnsignedLong(seeds.get(r, 0)) | (long) seeds.get(r, 1) << 32;
      long stream = Integer.toUnsignedLong(draws.get(r, 0));
      for (int i = 0; i < n; i++) {
        places.set(r, i, i);
      }
      for (int i = 0; i < batch; i++) {
        int j = i + Philox.below(Philox.word(wholeSeed, stream, i), n - i);
        int chosen = places.get(r, j);
        places.set(r, j, places.get(r, i));
        places.set(r, i, chosen);
        outs.set(r, i, chosen);
      }
    }
  }
}
