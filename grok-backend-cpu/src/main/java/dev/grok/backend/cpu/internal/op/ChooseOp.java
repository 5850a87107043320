package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Philox;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/** The first B steps of a Fisher-Yates shuffle. */
final class ChooseOp extends Op {
  private static final long LOW = 0xFFFFFFFFL;

  private final Ints out; // [R, B]
  private final Ints workspace; // [R, N]
  private final Ints seed; // [R?, 2]
  private final Ints counter; // [R?]

  ChooseOp(Tensor out, Tensor workspace, Tensor seed, Tensor counter) {
    super("chooseWithoutReplacement", out);
    this.out = writesInts(out);
    this.workspace = writesInts(workspace);
    this.seed = readsInts(seed);
    this.counter = readsInts(counter);
  }

  @Override
  public long cost() {
    return workspace.length + 40L * out.length;
  }

  @Override
  public void run(int replica, int from, int to, Scratch scratch) {
    int at = seed.at(replica);
    long key = seed.data[at] & LOW | (long) seed.data[at + 1] << 32;
    long stream = counter.data[counter.at(replica)] & LOW;
    int[] places = workspace.data;
    int base = workspace.at(replica);
    int n = workspace.length;
    for (int i = 0; i < n; i++) {
      places[base + i] = i;
    }
    int o = out.at(replica);
    for (int i = 0; i < out.length; i++) {
      int j = i + Philox.below(Philox.word(key, stream, i), n - i);
      int chosen = places[base + j];
      places[base + j] = places[base + i];
      places[base + i] = chosen;
      out.data[o + i] = chosen;
    }
  }
}
