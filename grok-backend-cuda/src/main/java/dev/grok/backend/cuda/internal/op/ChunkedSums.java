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
  private final int batch;
  private final int numbers;
  private final int replicas;
  private final int chunks;

  ChunkedSums(int batch, int numbers, int replicas) {
    this.batch = batch;
    this.numbers = numbers;
    this.replicas = replicas;
    this.chunks = Math.max(1, Grid.parts(batch, KernelConstants.CHUNK));
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
  private KernelStep ofChunks(KernelStep step, int sums) {
    int perReplica = chunks * numbers;
    for (int i = 0; i < sums; i++) {
      step.scratch(perReplica, replicas, (long) i * perReplica * replicas);
    }
    return step;
  }

  /**
   * Sums one number a replica, in a block for every chunk.
   *
   * @param finish the kernel that adds the chunks, if there are several, and divides
   */
  void ofReplicas(StepSink sink, KernelStep step, KernelStep finish, int divisor) {
    sink.accept(step.blocks(chunks, replicas));
    if (areSplit()) {
      sink.accept(ofChunks(finish, 1).args(chunks, divisor).threadPerReplica(replicas));
    }
  }

  /**
   * Sums channels, in a block for every chunk and every 32 of them; then adds the chunks, if there
   * are several, of one sum or two.
   *
   * @param step takes the last arguments: whether it adds to what is there, and both sizes
   */
  void ofChannels(StepSink sink, KernelStep step, Write write, Tensor... sums) {
    boolean accumulate = write == Write.ACCUMULATE;
    sink.accept(
        step.arg(accumulate && !areSplit())
            .args(batch, numbers)
            .depth(chunks)
            .blocks(Grid.parts(numbers, DeviceInfo.WARP), replicas));
    if (areSplit()) {
      KernelStep adding =
          new KernelStep("reduction", sums.length == 1 ? "addChunks" : "addChunksOfTwo")
              .depth(sums.length)
              .out(sums);
      sink.accept(
          ofChunks(adding, sums.length)
              .args(chunks)
              .arg(accumulate)
              .args(numbers)
              .elements(numbers, replicas));
    }
  }
}
