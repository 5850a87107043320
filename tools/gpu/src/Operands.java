import dev.grok.api.backend.MemoryScope;
import dev.grok.api.Tensor;
import java.util.Random;

/** Operands with something in them: on zeros some kernels have less to do. */
final class Operands {
  private Operands() {}

  /** Numbers from -1 to 1, the same for every replica. */
  static Tensor random(MemoryScope scope, String name, int... axes) {
    Tensor tensor = scope.floats(name, axes);
    float[] one = new float[Math.toIntExact(tensor.shape().product(1))];
    Random random = new Random(7);
    for (int i = 0; i < one.length; i++) {
      one[i] = random.nextFloat() * 2 - 1;
    }
    for (int r = 0; r < axes[0]; r++) {
      tensor.slice(r, r + 1).write(one);
    }
    return tensor;
  }
}
