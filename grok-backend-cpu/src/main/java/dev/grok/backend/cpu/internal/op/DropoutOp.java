package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cpu.internal.loop.DropoutLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Scratch;

/** Dropout. Its mask is not stored but drawn again in the backward pass. */
final class DropoutOp extends ElementwiseOp {
  private static final long LOW = 0xFFFFFFFFL;
  private static final int COST = 12;

  private final DropoutLoops loops;
  private final Floats out; // [R, ...]
  private final Floats in; // [R?, ...]
  private final Floats rate; // [R?]
  private final Ints seed; // [R?, 2]
  private final Ints counter; // [R?]
  private final int site;

  DropoutOp(
      DropoutLoops loops,
      Tensor out,
      Tensor in,
      Tensor rate,
      Tensor seed,
      Tensor counter,
      int site) {
    super("dropout", out, COST);
    this.loops = loops;
    this.out = floats(out);
    this.in = floats(in);
    this.rate = floats(rate);
    this.seed = ints(seed);
    this.counter = ints(counter);
    this.site = site;
  }

  @Override
  protected void range(int replica, int first, int n, Scratch scratch) {
    float p = rate.data[rate.at(replica)];
    float scale = (float) (1 / (1 - (double) p));
    int at = seed.at(replica);
    long key = seed.data[at] & LOW | (long) seed.data[at + 1] << 32;
    long stream = site + 1L << 32 | counter.data[counter.at(replica)] & LOW;
    int o = out.at(replica) + first;
    int i = in.at(replica) + first;
    for (int done = 0; done < n; done += Scratch.WORDS) {
      int part = Math.min(Scratch.WORDS, n - done);
      loops.words(scratch.words, key, stream, first + done, part);
      loops.dropout(out.data, o + done, in.data, i + done, scratch.words, p, scale, part);
    }
  }
}
