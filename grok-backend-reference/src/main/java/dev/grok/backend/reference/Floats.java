package dev.grok.backend.reference;

import dev.grok.api.Tensor;
import dev.grok.api.spi.DeviceTensor;

/** A float tensor's elements by replica; with R = 1 every replica sees the same ones. */
record Floats(double[] data, int start, int stride) {
  static Floats of(Tensor tensor) {
    int stride = tensor.replicas() == 1 ? 0 : (int) tensor.shape().product(1);
    return new Floats(
        ((ReferenceBuffer) DeviceTensor.of(tensor).buffer()).doubles(),
        (int) DeviceTensor.of(tensor).offset(),
        stride);
  }

  double get(int replica, int i) {
    return data[start + replica * stride + i];
  }

  void set(int replica, int i, double value) {
    data[start + replica * stride + i] = value;
  }

  void add(int replica, int i, double value) {
    data[start + replica * stride + i] += value;
  }
}
