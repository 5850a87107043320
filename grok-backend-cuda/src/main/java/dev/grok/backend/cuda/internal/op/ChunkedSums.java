package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.internal.device.Grid;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;
import dev.grok.backend.cuda.internal.library.DeviceInfo;

/**
 * Sums over a batch, of some numbers a replica. A large batch is split into chunks. Their sums go
 * to scratch memory [R, chunks, numbers], and a second kernel adds them in order. The batch alone
 * decides the order.
 */
final class ChunkedSums {
  private final int chunks;
  private final int numbers;
  private final int replicas;

  ChunkedSums(int batch, int numbers, int replicas) {
    this.chunks = Math.max(1, Grid.parts(batch, KernelConstants.CHUNK));
    this.numbers = numbers;
    this.replicas = replicas;
  }

  int chunks() {
    return chunks;
  }

  /** Whether a second kernel must add the chunks. */
  boolean areSplit() {
    return chunks > 1;
  }

  /** Lets a kernel write its sums: to the tensors if there is one chunk, else to scratch memory. */
  KernelStep to(KernelStep step, Tensor... sums) {
    return areSplit() ? ofChunks(step, sums.length) : step.out(sums);
  }

  /** Gives a kernel the scratch memory of so many sums. */
  KernelStep ofChunks(KernelStep step, int sums) {
    int perReplica = chunks * numbers;
    for (int i = 0; i < sums; i++) {
      step.scratch(perReplica, replicas, (long) i * perReplica * replicas);
    }
    return step;
  }

  /** A block for every chunk and every 32 numbers, which are channels. */
  KernelStep byChannels(KernelStep step) {
    return step.depth(chunks).blocks(Grid.parts(numbers, DeviceInfo.WARP), replicas);
  }

  /** Whether the kernel that sums adds to what is there. */
  boolean accumulate(Write write) {
    return write == Write.ACCUMULATE && !areSplit();
  }

  /** Adds the chunks, if there are several, of one sum or two. */
  void addChunks(StepSink sink, Write write, Tensor... sums) {
    if (areSplit()) {
      KernelStep step =
          new KernelStep("reduction", sums.length == 1 ? "addChunks" : "addChunksOfTwo")
              .depth(sums.length)
              .out(sums);
      sink.accept(
          ofChunks(step, sums.length)
              .args(chunks)
              .arg(write == Write.ACCUMULATE)
              .args(numbers)
              .elements(numbers, replicas));
    }
  }
}
