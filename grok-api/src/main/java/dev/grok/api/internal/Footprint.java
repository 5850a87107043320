package dev.grok.api.internal;

import dev.grok.api.spi.DeviceTensor;

/**
 * Where each replica's part of an operand lies: replica r has {@code length} elements from {@code
 * offset + r stride} on. What all replicas share has stride 0.
 */
record Footprint(DeviceTensor tensor, long stride, long length, boolean written) {
  static Footprint of(DeviceTensor tensor, int replicas, boolean written) {
    long length = tensor.shape().product(1);
    long stride = tensor.replicas() == 1 && replicas != 1 ? 0 : length;
    return new Footprint(tensor, stride, length, written);
  }

  /** Whether one of the two writes, for some replica, what the other touches for another one. */
  boolean mixesReplicas(Footprint other, int replicas) {
    if (!tensor.sharesMemoryWith(other.tensor)
        || !(written || other.written)
        || end(replicas) <= other.offset()
        || other.end(replicas) <= offset()
        || (offset() == other.offset() && stride == other.stride && stride > 0)) {
      return false;
    }
    for (int r = 0; r < replicas; r++) {
      for (int s = 0; s < replicas; s++) {
        if (r != s
            && start(r) < other.start(s) + other.length
            && other.start(s) < start(r) + length) {
          return true;
        }
      }
    }
    return false;
  }

  private long offset() {
    return tensor.offset();
  }

  private long start(int replica) {
    return offset() + replica * stride;
  }

  private long end(int replicas) {
    return replicas == 0 ? offset() : start(replicas - 1) + length;
  }
}
