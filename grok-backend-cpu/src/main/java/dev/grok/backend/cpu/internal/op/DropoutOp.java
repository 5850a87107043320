package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.primitive.Primitives;
import dev.grok.backend.cpu.internal.run.Scratch;

/** Dropout; the mask is drawn again wherever it is needed. */
final class DropoutOp extends ElementwiseOp {
  private static final long LOW = 0xFFFFFFFFL;
  private static final int COST = 12;

  private final Primitives primitives;
  private final Floats out; // [R, ...]
  private final Floats in; // [R?, ...]
  private final Floats rate; // [R?]
  private final Ints seed; // [R?, 2]
  private final Ints counter; // [R?]
  private final int site;

  DropoutOp(
      Primitives primitives,
      Tensor out,
      Tensor in,
      Tensor rate,
      Tensor seed,
      Tensor counter,
      int site) {
    super("dropout", out, COST);
    this.primitives = primitives;
    this.out = writes(out);
    this.in = reads(in);
    this.rate = reads(rate);
    this.seed = readsInts(seed);
    this.counter = readsInts(counter);
    this.site = site;
  }

  @Override
  protected void range(int replica, int first, int n, Scratch scratch) {
    float p = rate.data[rate.at(replica)];
    int at = seed.at(replica);
    primitives
        .layers()
        .dropout(
            out.data,
            out.at(replica) + first,
            in.data,
            in.at(replica) + first,
            p,
            (float) (1 / (1 - (double) p)),
            seed.data[at] & LOW | (long) seed.data[at + 1] << 32,
            site + 1L << 32 | counter.data[counter.at(replica)] & LOW,
            first,
            n);
  }
}
