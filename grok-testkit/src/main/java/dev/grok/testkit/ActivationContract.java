package dev.grok.testkit;

import dev.grok.api.Shape;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Write;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.ActivationKernels} against the reference. */
public interface ActivationContract extends BackendContract {
  @Test
  default void biasActivationForwardAgrees() {
    try (Bench bench = new Bench(open())) {
      for (Activation activation : Activation.values()) {
        Sizes.forEach(
            size -> {
              bench.agree(ActivationCalls.forward(2, 3, size, activation));
              bench.agree(ActivationCalls.forward(2, size, 3, activation));
            });
        bench.agreeInPlace(ActivationCalls.forward(3, 5, 33, activation), "out", "in");
      }
    }
  }

  @Test
  default void biasActivationBackwardAgrees() {
    try (Bench bench = new Bench(open())) {
      for (Activation activation : Activation.values()) {
        for (Write write : Write.values()) {
          Sizes.forEach(
              size -> {
                bench.agree(ActivationCalls.backward(2, 3, size, activation, write));
                bench.agree(ActivationCalls.backward(2, size, 3, activation, write));
              });
          bench.agreeInPlace(ActivationCalls.backward(3, 5, 33, activation, write), "dIn", "dOut");
        }
      }
    }
  }

  @Test
  default void tanhAgreesOnItsWholeRange() {
    double[] xs = {
      0,
      -0.0,
      1e-45f,
      1e-38f,
      1e-20f,
      1e-6f,
      1e-4f,
      1e-3f,
      0.01f,
      0.1f,
      0.3f,
      0.5f,
      0.54f,
      0.625f,
      0.9f,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      8.5f,
      9,
      9.01f,
      9.5f,
      10,
      20,
      50,
      88,
      89,
      100,
      1e4f,
      1e30f,
      3.4e38f,
      Double.POSITIVE_INFINITY,
      Double.NaN
    };
    KernelCall call =
        ActivationCalls.forward(1, 1, xs.length, Activation.TANH)
            .with("in", Values.floats(Shape.of(1, 1, xs.length), xs))
            .with("bias", bias -> bias.map(x -> 0));
    try (Bench bench = new Bench(open())) {
      bench.agree(call.with("in", in -> in.map(x -> (float) x)));
      bench.agree(call.with("in", in -> in.map(x -> (float) -x)));
      bench.agree(
          ActivationCalls.forward(1, 1, 20_000, Activation.TANH)
              .with("in", new Draw(1).uniform(-10, 10, 1, 1, 20_000)));
    }
  }

  /** A diverged replica must not look finite again. */
  @Test
  default void reluKeepsNotANumberAndIsFlatAtZero() {
    double[] xs = {0, -0.0, 1e-45f, -1e-45f, 3e38f, -3e38f, Double.NaN};
    KernelCall forward =
        ActivationCalls.forward(1, 1, xs.length, Activation.RELU)
            .with("in", Values.floats(Shape.of(1, 1, xs.length), xs))
            .with("bias", bias -> bias.map(x -> 0));
    try (Bench bench = new Bench(open())) {
      bench.agree(forward.with("in", in -> in.map(x -> (float) x)));
      bench.agree(
          ActivationCalls.backward(2, 3, 33, Activation.RELU, Write.OVERWRITE)
              .with("out", out -> out.map(x -> x < 0 ? 0 : x)));
    }
  }
}
