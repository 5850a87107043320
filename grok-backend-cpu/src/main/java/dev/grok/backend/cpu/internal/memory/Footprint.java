package dev.grok.backend.cpu.internal.memory;

import dev.grok.api.Tensor;

/**
 * Where each replica's part of an operand lies: replica r has {@code length} elements from {@code
 * offset + r stride} on. The stride of an operand that all replicas share is 0.
 *
 * @param name the tensor's name
 * @param memory the array it lies in
 */
public record Footprint(
    String name, Object memory, long offset, long stride, long length, boolean written) {

  static Footprint of(Tensor tensor, Object memory, int replicas, boolean written) {
    long length = tensor.shape().product(1);
    long stride = tensor.replicas() == 1 && replicas != 1 ? 0 : length;
    return new Footprint(tensor.name(), memory, tensor.offset(), stride, length, written);
  }

  /** Whether one of the two writes for a replica what the other reads or writes for another. */
  public boolean mixesReplicas(Footprint other, int replicas) {
    if (memory != other.memory
        || !(written || other.written)
        || end(replicas) <= other.offset
        || other.end(replicas) <= offset
        || (offset == other.offset && stride == other.stride && stride > 0)) {
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

  private long start(int replica) {
    return offset + replica * stride;
  }

  private long end(int replicas) {
    return replicas == 0 ? offset : start(replicas - 1) + length;
  }
}
