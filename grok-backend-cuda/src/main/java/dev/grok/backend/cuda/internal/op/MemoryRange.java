package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cuda.internal.device.KernelStep;
import java.util.List;

/** A range of the device's memory, end exclusive. */
record MemoryRange(long from, long to) {
  private static MemoryRange of(Tensor tensor) {
    long from = KernelStep.addressOf(tensor);
    return new MemoryRange(from, from + tensor.shape().elements() * Float.BYTES);
  }

  /** Whether one of the tensors shares memory with one of the others. */
  static boolean overlap(List<Tensor> some, List<Tensor> others) {
    return some.stream()
        .map(MemoryRange::of)
        .anyMatch(a -> others.stream().map(MemoryRange::of).anyMatch(a::overlaps));
  }

  private boolean overlaps(MemoryRange other) {
    return from < other.to && other.from < to;
  }
}
