package dev.grok.backend.reference;

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
      shuffle(places, r, n, batch, whole(seeds, r), Integer.toUnsignedLong(draws.get(r, 0)));
      for (int i = 0; i < batch; i++) {
        outs.set(r, i, places.get(r, i));
      }
    }
  }

  @Override
  default void shuffledBatch(Tensor out, Tensor workspace, Tensor seed, Tensor steps) {
    int batch = out.shape().axis(1);
    int n = workspace.shape().axis(1) - 1;
    Ints outs = Ints.of(out); // [R, B]
    Ints order = Ints.of(workspace); // [R, N+1]
    Ints seeds = Ints.of(seed); // [R?, 2]
    Ints made = Ints.of(steps); // [R?]
    for (int r = 0; r < out.replicas() && batch > 0; r++) {
      long step = Integer.toUnsignedLong(made.get(r, 0));
      long epoch = step / (n / batch);
      int first = (int) (step % (n / batch)) * batch;
      if (order.get(r, n) != (int) (epoch + 1)) {
        shuffle(order, r, n, n, whole(seeds, r), SHUFFLE_STREAMS + epoch);
        order.set(r, n, (int) (epoch + 1));
      }
      for (int i = 0; i < batch; i++) {
        outs.set(r, i, order.get(r, first + i));
      }
    }
  }

  private static long whole(Ints seeds, int r) {
    return Integer.toUnsignedLong(seeds.get(r, 0)) | (long) seeds.get(r, 1) << 32;
  }

  /** The first steps of a Fisher-Yates shuffle of 0..n-1. */
  private static void shuffle(Ints places, int r, int n, int steps, long seed, long stream) {
    for (int i = 0; i < n; i++) {
      places.set(r, i, i);
    }
    for (int i = 0; i < steps; i++) {
      int j = i + Philox.below(Philox.word(seed, stream, i), n - i);
      int chosen = places.get(r, j);
      places.set(r, j, places.get(r, i));
      places.set(r, i, chosen);
    }
  }

  @Override
  default void dropout(Tensor out, Tensor in, Tensor rate, Tensor seed, Tensor counter, int site) {
    int n = (int) out.shape().product(1);
    Floats outs = Floats.of(out); // [R, ...]
    Floats ins = Floats.of(in); // [R?, ...]
    Floats rates = Floats.of(rate); // [R?]
    Ints seeds = Ints.of(seed); // [R?, 2]
    Ints counters = Ints.of(counter); // [R?]
    for (int r = 0; r < out.replicas(); r++) {
      float p = (float) rates.get(r, 0);
      long stream = ((site + 1L) << 32) | Integer.toUnsignedLong(counters.get(r, 0));
      for (int i = 0; i < n; i++) {
        boolean kept = Philox.unit(Philox.word(whole(seeds, r), stream, i)) >= p;
        outs.set(r, i, kept ? ins.get(r, i) / (1.0 - p) : 0);
      }
    }
  }
}
