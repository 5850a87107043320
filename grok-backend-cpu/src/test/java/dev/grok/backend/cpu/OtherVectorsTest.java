package dev.grok.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.grok.api.BackendOptions;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Test;

/**
 * A program that computes with vectors of its own, of another width, does not slow products, the
 * activations of forward passes and layer norm. What takes exponentials is still slowed on JDK 17.
 */
class OtherVectorsTest {
  private static final int STEPS = 1_000;

  /** Fills the type profiles of the Vector API with other widths; then measures the backend. */
  static final class Program {
    private static final float[] FLOATS = new float[4096];
    private static final int[] INTS = new int[4096];

    private Program() {}

    public static void main(String[] arguments) {
      for (VectorSpecies<Float> species :
          List.of(FloatVector.SPECIES_64, FloatVector.SPECIES_128, FloatVector.SPECIES_256)) {
        if (species != FloatVector.SPECIES_PREFERRED) {
          for (int round = 0; round < 3_000; round++) {
            floats(species);
            integers(VectorSpecies.of(int.class, species.vectorShape()));
          }
        }
      }
      BackendOptions oneThread = BackendOptions.DEFAULT.withThreads(1);
      try (Backend backend = Backends.open("cpu", oneThread);
          MemoryScope scope = backend.scope("test");
          Recording step = backend.record(calls(backend.kernels(), scope))) {
        step.run(20 * STEPS);
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long before = bean.getThreadAllocatedBytes(id);
        step.run(STEPS);
        System.out.println(bean.getThreadAllocatedBytes(id) - before);
      }
    }

    private static void floats(VectorSpecies<Float> species) {
      FloatVector sum = FloatVector.zero(species);
      for (int i = 0; i < FLOATS.length; i += species.length()) {
        FloatVector x = FloatVector.fromArray(species, FLOATS, i);
        sum = sum.add(x.sub(0.5f).mul(x).fma(x, sum));
        sum.intoArray(FLOATS, i);
      }
    }

    private static void integers(VectorSpecies<Integer> species) {
      IntVector max = IntVector.zero(species);
      for (int i = 0; i < INTS.length; i += species.length()) {
        IntVector x = IntVector.fromArray(species, INTS, i);
        max = max.max(x.lanewise(VectorOperators.ASHR, 1));
        max.intoArray(INTS, i);
      }
      INTS[0] = max.reduceLanes(VectorOperators.MAX);
    }

    private static Runnable calls(Kernels k, MemoryScope scope) {
      Tensor x = scope.floats("x", 1, 21, 70);
      Tensor weight = scope.floats("weight", 1, 70, 70);
      Tensor row = scope.floats("row", 1, 70);
      Tensor y = scope.floats("y", 1, 21, 70);
      Tensor mean = scope.floats("mean", 1, 21);
      Tensor deviation = scope.floats("deviation", 1, 21);
      return () -> {
        k.matmul(y, x, weight, Transpose.NONE, Write.OVERWRITE);
        k.matmul(weight, x, x, Transpose.A, Write.OVERWRITE);
        k.biasActivationForward(y, x, row, Activation.TANH);
        k.biasActivationForward(y, x, row, Activation.GELU);
        k.layerNormForward(y, mean, deviation, x, row, row, 1e-5);
      };
    }
  }

  @Test
  void stillNothingIsAllocated() throws IOException, InterruptedException {
    List<String> out = ForkedJava.run(Program.class);
    // Less than a byte a step: what remains is the call of run itself.
    assertThat(Long.parseLong(out.get(out.size() - 1))).isLessThan(STEPS);
  }
}
