package dev.grok.testkit;

import dev.grok.api.Shape;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.ActivationKernels;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.RandomContents;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.ActivationKernels} against the reference. */
public interface ActivationContract extends BackendContract {
  @Test
  default void activationsAgree() {
    TestedBackend.agreesOnEverySize(open(), ActivationKernels.class);
  }

  @Test
  default void activationsWorkInPlace() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Activation activation : Activation.values()) {
        tested.agreeInPlace(forward("R 3 B 5 C 33", activation), "out", "in");
        tested.agreeInPlace(backward("R 3 B 5 C 33", activation), "dIn", "dOut");
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
        forward("R 1 B 1 C " + xs.length, Activation.TANH)
            .with("in", Contents.floats(Shape.of(1, 1, xs.length), xs))
            .with("bias", bias -> bias.map(x -> 0));
    try (TestedBackend tested = new TestedBackend(open())) {
      tested.agree(call.with("in", in -> in.map(x -> (float) x)));
      tested.agree(call.with("in", in -> in.map(x -> (float) -x)));
      tested.agree(
          forward("R 1 B 1 C 20000", Activation.TANH)
              .with("in", new RandomContents(1).uniform(-10, 10, 1, 1, 20_000)));
    }
  }

  /** A diverged replica must not look finite again. */
  @Test
  default void reluKeepsNotANumberAndIsFlatAtZero() {
    double[] xs = {0, -0.0, 1e-45f, -1e-45f, 3e38f, -3e38f, Double.NaN};
    KernelCall forward =
        forward("R 1 B 1 C " + xs.length, Activation.RELU)
            .with("in", Contents.floats(Shape.of(1, 1, xs.length), xs))
            .with("bias", bias -> bias.map(x -> 0));
    try (TestedBackend tested = new TestedBackend(open())) {
      tested.agree(forward.with("in", in -> in.map(x -> (float) x)));
      tested.agree(
          backward("R 2 B 3 C 33", Activation.RELU)
              .with("out", out -> out.map(x -> x < 0 ? 0 : x)));
    }
  }

  @Test
  default void geluAgreesOnItsWholeRange() {
    double[] xs = {
      0, -0.0, 1e-45f, 1e-38f, 1e-20f, 1e-6f, 1e-3f, 0.1f, 0.5f, 0.75179f, 1, 1.4f, 2, 3, 4, 5,
      5.4f, 5.5f, 5.6f, 6, 8, 10, 13, 20, 100, 1e4f, 1e18f, 1e30f, 3.4e38f
    };
    Contents range = Contents.floats(Shape.of(1, 1, xs.length), xs);
    KernelCall forward =
        forward("R 1 B 1 C " + xs.length, Activation.GELU).with("bias", bias -> bias.map(x -> 0));
    KernelCall backward =
        backward("R 1 B 1 C " + xs.length, Activation.GELU).with("bias", bias -> bias.map(x -> 0));
    try (TestedBackend tested = new TestedBackend(open())) {
      for (KernelCall call : List.of(forward, backward)) {
        tested.agree(call.with("in", range.map(x -> (float) x)));
        tested.agree(call.with("in", range.map(x -> (float) -x)));
      }
      Contents dense = new RandomContents(1).uniform(-10, 10, 1, 1, 20_000);
      tested.agree(forward("R 1 B 1 C 20000", Activation.GELU).with("in", dense));
      tested.agree(backward("R 1 B 1 C 20000", Activation.GELU).with("in", dense));
    }
  }

  /** A diverged replica must not look finite again. */
  @Test
  default void geluKeepsNotANumber() {
    double[] xs = {Double.NaN, Double.POSITIVE_INFINITY, 1, Double.NaN};
    Contents range = Contents.floats(Shape.of(1, 1, xs.length), xs);
    try (TestedBackend tested = new TestedBackend(open())) {
      tested.agree(forward("R 1 B 1 C " + xs.length, Activation.GELU).with("in", range));
      tested.agree(
          backward("R 1 B 1 C " + xs.length, Activation.GELU)
              .with("in", range.map(x -> Double.isInfinite(x) ? 2 : x)));
    }
  }

  @Test
  default void leakyReluKeepsNotANumberAndHasItsSlopeAtZero() {
    double[] xs = {0, -0.0, 1e-38f, -1e-38f, 3e38f, -3e38f, Double.NaN, Double.NEGATIVE_INFINITY};
    Contents range = Contents.floats(Shape.of(1, 1, xs.length), xs);
    try (TestedBackend tested = new TestedBackend(open())) {
      tested.agree(
          forward("R 1 B 1 C " + xs.length, Activation.LEAKY_RELU)
              .with("in", range.map(x -> (float) x))
              .with("bias", bias -> bias.map(x -> 0)));
      tested.agree(
          backward("R 2 B 3 C 33", Activation.LEAKY_RELU)
              .with("out", out -> out.map(x -> x < -0.5 ? 0 : x)));
    }
  }

  private static KernelCall forward(String lengths, Activation activation) {
    return Catalog.call("biasActivationForward", lengths, activation);
  }

  private static KernelCall backward(String lengths, Activation activation) {
    return Catalog.call("biasActivationBackward", lengths, activation);
  }
}
