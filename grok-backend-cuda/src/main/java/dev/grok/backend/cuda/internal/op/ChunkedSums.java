package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;
import dev.grok.backend.cuda.internal.library.DeviceInfo;

/**
 * Sums over a batch for each of C channels. A large batch is split into chunks, whose sums go to
 * scratch memory [R, chunks, C] and are then added in order; how depends on the batch alone.
 */
final class ChunkedSums {
  private final String family;
  private final int chunks;
  private final int channels;
  private final int replicas;
  private final boolean accumulate;

  ChunkedSums(String family, int batch, int channels, int replicas, Write write) {
    this.family = family;
    this.chunks = Math.max(1, (batch + KernelConstants.CHUNK - 1) / KernelConstants.CHUNK);
    this.channels = channels;
    this.replicas = replicas;
    this.accumulate = write == Write.ACCUMULATE;
  }

  /** A launch over channels, replicas and chunks. */
  KernelStep launch(String function) {
    return new KernelStep(family, function)
        .exactBlocks((channels + DeviceInfo.WARP - 1) / DeviceInfo.WARP, replicas)
        .depth(chunks);
  }

  /** Whether the first kernel adds to what is there. */
  boolean accumulates() {
    return accumulate && chunks == 1;
  }

  /** Where the first kernel puts its sums; number tells several such outputs apart. */
  KernelStep output(KernelStep step, Tensor sums, int number) {
    return chunks == 1 ? step.out(sums) : step.scratch(chunks * channels, replicas, offset(number));
  }

  /** Adds the chunks, if there are several: of each output, in the order of their numbers. */
  void finish(Launches launches, Tensor... sums) {
    if (chunks == 1) {
      return;
    }
    KernelStep step =
        new KernelStep(family, "addChunks").elements(channels, replicas).depth(sums.length);
    for (Tensor output : sums) {
      step.out(output);
    }
    for (int number = 0; number < sums.length; number++) {
      step.scratch(chunks * channels, replicas, offset(number));
    }
    launches.accept(step.arg(chunks).arg(accumulate).arg(channels).arg(replicas));
  }

  private long offset(int number) {
    return (long) number * chunks * channels * replicas;
  }
}
