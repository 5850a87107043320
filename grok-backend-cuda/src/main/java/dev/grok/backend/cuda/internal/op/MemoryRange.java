package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cuda.internal.device.KernelStep;
import java.util.List;

/** A range of the device's memory, end exclusive. */
record MemoryRange(long from, long to) {
  static MemoryRange of(Tensor tensor) {
    long from = KernelStep.addressOf(tensor);
    return new MemoryRange(from, from + tensor.shape().elements() * Float.BYTES);
  }

  boolean overlaps(MemoryRange other) {
    return from < other.to && other.from < to;
  }

  static boolean overlap(List<MemoryRange> some, List<MemoryRange> others) {
    return some.stream().anyMatch(range -> others.stream().anyMatch(range::overlaps));
  }
}
