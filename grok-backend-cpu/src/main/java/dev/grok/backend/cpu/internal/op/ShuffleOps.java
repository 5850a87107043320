package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Philox;
import dev.grok.api.kernel.SamplingKernels;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/** Samples chosen by a Fisher-Yates shuffle. */
final class ShuffleOps {
  private static final long LOW = 0xFFFFFFFFL;

  /** The cost of a draw and an exchange. */
  private static final int COST = 40;

  private ShuffleOps() {}

  private static long seed(Ints seed, int replica) {
    int at = seed.at(replica);
    return seed.data[at] & LOW | (long) seed.data[at + 1] << 32;
  }

  /** Makes the first steps of a shuffle of 0..n-1. */
  private static void shuffle(int[] places, int base, int n, int steps, long seed, long stream) {
    for (int i = 0; i < n; i++) {
      places[base + i] = i;
    }
    for (int i = 0; i < steps; i++) {
      int j = i + Philox.below(Philox.word(seed, stream, i), n - i);
      int chosen = places[base + j];
      places[base + j] = places[base + i];
      places[base + i] = chosen;
    }
  }

  /** The first B places of a shuffle. */
  static final class Choose extends Op {
    private final Ints out; // [R, B]
    private final Ints workspace; // [R, N]
    private final Ints seed; // [R?, 2]
    private final Ints counter; // [R?]

    Choose(Tensor out, Tensor workspace, Tensor seed, Tensor counter) {
      super("chooseWithoutReplacement", out);
      this.out = ints(out);
      this.workspace = ints(workspace);
      this.seed = ints(seed);
      this.counter = ints(counter);
    }

    @Override
    public long cost() {
      return workspace.length + (long) COST * out.length;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      long stream = counter.data[counter.at(replica)] & LOW;
      int base = workspace.at(replica);
      int n = workspace.length;
      shuffle(workspace.data, base, n, out.length, seed(seed, replica), stream);
      System.arraycopy(workspace.data, base, out.data, out.at(replica), out.length);
    }
  }

  /** B places of an epoch's order, which is shuffled when the epoch begins. */
  static final class Batch extends Op {
    private final Ints out; // [R, B]
    private final Ints workspace; // [R, N+1]
    private final Ints seed; // [R?, 2]
    private final Ints steps; // [R?]

    Batch(Tensor out, Tensor workspace, Tensor seed, Tensor steps) {
      super("shuffledBatch", out);
      this.out = ints(out);
      this.workspace = ints(workspace);
      this.seed = ints(seed);
      this.steps = ints(steps);
    }

    /** It includes a batch's share of the epoch's shuffle. */
    @Override
    public long cost() {
      return (long) (COST + 2) * out.length;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      int batch = out.length;
      if (batch == 0) {
        return;
      }
      int n = workspace.length - 1;
      int batches = n / batch;
      long step = steps.data[steps.at(replica)] & LOW;
      long epoch = step / batches;
      int base = workspace.at(replica);
      int[] order = workspace.data;
      if (order[base + n] != (int) (epoch + 1)) {
        long stream = SamplingKernels.SHUFFLE_STREAMS + epoch;
        shuffle(order, base, n, n, seed(seed, replica), stream);
        order[base + n] = (int) (epoch + 1);
      }
      int first = base + (int) (step % batches) * batch;
      System.arraycopy(order, first, out.data, out.at(replica), batch);
    }
  }
}
