package dev.grok.backend.reference;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.spi.DeviceTensor;

/** An int tensor's elements by replica; with R = 1 every replica sees the same ones. */
record Ints(int[] data, int start, int stride) {
  static Ints of(Tensor tensor) {
    int stride = tensor.replicas() == 1 ? 0 : (int) tensor.shape().product(1);
    return new Ints(
        ((ReferenceBuffer) DeviceTensor.of(tensor).buffer()).ints(),
        (int) DeviceTensor.of(tensor).offset(),
        stride);
  }

  int get(int replica, int i) {
    return data[start + replica * stride + i];
  }

  /** The element, which must be in 0..n-1. */
  int get(int replica, int i, String kernel, String operand, int n) {
    int value = get(replica, i);
    if (value < 0 || value >= n) {
      throw new GrokException(
          "%s: %s holds %d, which is not in 0..%d".formatted(kernel, operand, value, n - 1));
    }
    return value;
  }

  void set(int replica, int i, int value) {
    data[start + replica * stride + i] = value;
  }
}
