package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cuda.internal.device.KernelStep;
import java.util.List;

/** A range of the device's memory, end exclusive. */
record Range(long from, long to) {
  static Range of(Tensor tensor) {
    long from = KernelStep.addressOf(tensor);
    return new Range(from, from + tensor.shape().elements() * Float.BYTES);
  }

  boolean overlaps(Range other) {
    return from < other.to && other.from < to;
  }

  static boolean overlap(List<Range> some, List<Range> others) {
    return some.stream().anyMatch(range -> others.stream().anyMatch(range::overlaps));
  }
}
