package dev.grok.bench.gpu;

import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import java.util.Random;

/** Tensors with random contents: some kernels have less to do on zeros. */
final class RandomTensors {
  private RandomTensors() {}

  /** Numbers from -1 to 1, the same for every replica. */
  static Tensor floats(MemoryScope scope, String name, int... axes) {
    Tensor tensor = scope.floats(name, axes);
    float[] replica = new float[Math.toIntExact(tensor.shape().product(1))];
    Random random = new Random(7);
    for (int i = 0; i < replica.length; i++) {
      replica[i] = random.nextFloat() * 2 - 1;
    }
    for (int r = 0; r < axes[0]; r++) {
      tensor.slice(r, r + 1).write(replica);
    }
    return tensor;
  }
}
