package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Philox;
import dev.grok.api.kernel.SamplingKernels;
import dev.grok.backend.cpu.internal.loop.DropoutLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/** Samples chosen by a Fisher-Yates shuffle, and dropout. */
interface SamplingOps extends KernelFamily, SamplingKernels {
  /** The low half of a long. */
  long LOW = 0xFFFFFFFFL;

  /** The cost of a draw and an exchange. */
  int DRAW_COST = 40;

  /** The cost of an element that may be dropped. */
  int DROPOUT_COST = 12;

  /** The first B places of a shuffle. */
  @Override
  default void chooseWithoutReplacement(
      Tensor outTensor, Tensor workspaceTensor, Tensor seedTensor, Tensor counterTensor) {
    Op call = call("chooseWithoutReplacement", outTensor);
    Ints out = call.ints(outTensor); // [R, B]
    Ints workspace = call.ints(workspaceTensor); // [R, N]
    Ints seed = call.ints(seedTensor); // [R?, 2]
    Ints counter = call.ints(counterTensor); // [R?]
    int n = workspace.length;
    call.cost(n + (long) DRAW_COST * out.length);
    call.submit(
        (replica, from, to, scratch) -> {
          long stream = counter.data[counter.at(replica)] & LOW;
          int base = workspace.at(replica);
          shuffle(workspace.data, base, n, out.length, seed(seed, replica), stream);
          System.arraycopy(workspace.data, base, out.data, out.at(replica), out.length);
        });
  }

  /** B places of an epoch's order, which is shuffled when the epoch begins. */
  @Override
  default void shuffledBatch(
      Tensor outTensor, Tensor workspaceTensor, Tensor seedTensor, Tensor stepsTensor) {
    Op call = call("shuffledBatch", outTensor);
    Ints out = call.ints(outTensor); // [R, B]
    Ints workspace = call.ints(workspaceTensor); // [R, N+1]
    Ints seed = call.ints(seedTensor); // [R?, 2]
    Ints steps = call.ints(stepsTensor); // [R?]
    int batch = out.length;
    int n = workspace.length - 1;
    // The cost includes a batch's share of the epoch's shuffle.
    call.cost((DRAW_COST + 2L) * batch);
    call.submit(
        (replica, from, to, scratch) -> {
          if (batch == 0) {
            return;
          }
          int batches = n / batch;
          long step = steps.data[steps.at(replica)] & LOW;
          long epoch = step / batches;
          int base = workspace.at(replica);
          int[] order = workspace.data;
          if (order[base + n] != (int) (epoch + 1)) {
            shuffle(order, base, n, n, seed(seed, replica), SHUFFLE_STREAMS + epoch);
            order[base + n] = (int) (epoch + 1);
          }
          int first = base + (int) (step % batches) * batch;
          System.arraycopy(order, first, out.data, out.at(replica), batch);
        });
  }

  /** Its mask is not stored but drawn again in the backward pass. */
  @Override
  default void dropout(
      Tensor outTensor,
      Tensor inTensor,
      Tensor rateTensor,
      Tensor seedTensor,
      Tensor counterTensor,
      int site) {
    DropoutLoops loops = loops().dropout();
    Op call = call("dropout", outTensor);
    Floats out = call.floats(outTensor); // [R, ...]
    Floats in = call.floats(inTensor); // [R?, ...]
    Floats rate = call.floats(rateTensor); // [R?]
    Ints seed = call.ints(seedTensor); // [R?, 2]
    Ints counter = call.ints(counterTensor); // [R?]
    call.byElements(DROPOUT_COST);
    call.submit(
        (replica, from, to, scratch) -> {
          float p = rate.data[rate.at(replica)];
          float scale = (float) (1 / (1 - (double) p));
          long key = seed(seed, replica);
          long stream = ((site + 1L) << 32) | (counter.data[counter.at(replica)] & LOW);
          int o = out.at(replica);
          int i = in.at(replica);
          int[] words = scratch.words;
          for (int done = from; done < to; done += Scratch.WORDS) {
            int part = Math.min(Scratch.WORDS, to - done);
            loops.words(words, key, stream, done, part);
            loops.dropout(out.data, o + done, in.data, i + done, words, p, scale, part);
          }
        });
  }

  private static long seed(Ints seed, int replica) {
    int at = seed.at(replica);
    return (seed.data[at] & LOW) | ((long) seed.data[at + 1] << 32);
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
}
