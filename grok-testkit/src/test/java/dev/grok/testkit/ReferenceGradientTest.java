package dev.grok.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.kernel.KernelSignature;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.Outputs;
import dev.grok.testkit.call.Placement;
import dev.grok.testkit.call.RandomContents;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every backward kernel of the reference against central differences of its forward kernel. Names
 * say what belongs together: {@code dIn} is the gradient of {@code in}, {@code dOut} that of {@code
 * out}, and an operand of the same name is the same in both.
 */
class ReferenceGradientTest {
  private static final double STEP = 1e-5;

  /** Differences of second order, h² f''' / 6, and rounding, ε f / h, are both about 1e-11. */
  private static final double ALLOWED = 1e-9;

  private static final String BACKWARD = "Backward";

  static Stream<KernelCall> backwardKernels() {
    return Catalog.calls(2).stream()
        .filter(call -> call.kernel().endsWith(BACKWARD))
        // What an accumulated gradient is added to is another test's matter; long calls take long.
        .filter(call -> call.outputs().stream().noneMatch(o -> call.shape().updates(o.name())))
        .filter(call -> call.operands().stream().allMatch(o -> o.contents().length() < 2_500));
  }

  @ParameterizedTest
  @MethodSource("backwardKernels")
  void aBackwardKernelIsTheGradientOfItsForwardKernel(KernelCall backward) {
    String kernel = backward.kernel().replace(BACKWARD, "Forward");
    KernelCall forward =
        Catalog.of(kernel)
            .call(
                backward.shape().lengths(),
                backward.shape().attributes().stream()
                    .filter(value -> takes(KernelSignature.of(kernel), value))
                    .toArray());
    String output = forward.outputs().get(0).name();
    Contents weights = new RandomContents(99).floats(forward.contents(output).shape().toArray());
    Outputs computed = run(forward);
    Map<String, Contents> known =
        forward.operands().stream()
            .collect(
                Collectors.toMap(
                    KernelCall.Operand::name,
                    o -> o.written() ? computed.get(o.name()) : o.contents()));
    known.put(gradientOf(output), weights);
    Outputs gradients =
        run(
            backward.mapped(
                o -> o.written() ? o : o.with(known.getOrDefault(o.name(), o.contents()))));
    for (KernelCall.Operand input : forward.operands()) {
      if (backward.outputs().stream().anyMatch(o -> o.name().equals(gradientOf(input.name())))) {
        requireGradient(forward, input.name(), weights, gradients.get(gradientOf(input.name())));
      }
    }
  }

  private static boolean takes(KernelSignature signature, Object value) {
    return signature.attributes().stream().anyMatch(a -> a.type().isInstance(value));
  }

  private static String gradientOf(String operand) {
    return "d" + operand.substring(0, 1).toUpperCase(Locale.ROOT) + operand.substring(1);
  }

  @Test
  void everyBackwardKernelIsChecked() {
    assertThat(backwardKernels().map(KernelCall::kernel).distinct().sorted())
        .isEqualTo(
            KernelSignature.all().keySet().stream().filter(k -> k.endsWith(BACKWARD)).toList());
  }

  @Test
  void dropoutIsItsOwnGradient() {
    KernelCall forward = Catalog.call("dropout", "R 2 ... 5");
    Contents weights = new RandomContents(99).floats(2, 5);
    requireGradient(forward, "in", weights, run(forward.with("in", weights)).get("out"));
  }

  /** The gradient of Σ weights · output with respect to one input of the forward kernel. */
  private static void requireGradient(
      KernelCall forward, String input, Contents weights, Contents gradient) {
    Contents at = forward.contents(input);
    assertThat(at.length()).isEqualTo(gradient.length()).isPositive();
    for (int i = 0; i < at.length(); i++) {
      double above = weighted(forward.with(input, at.with(i, at.at(i) + STEP)), weights);
      double below = weighted(forward.with(input, at.with(i, at.at(i) - STEP)), weights);
      assertThat(gradient.at(i))
          .as("%s: gradient of %s%s", forward, input, at.place(i))
          .isCloseTo((above - below) / (2 * STEP), within(ALLOWED));
    }
  }

  private static double weighted(KernelCall call, Contents weights) {
    Contents output = run(call).get(call.outputs().get(0).name());
    double sum = 0;
    for (int i = 0; i < output.length(); i++) {
      sum += weights.at(i) * output.at(i);
    }
    return sum;
  }

  private static Outputs run(KernelCall call) {
    try (Backend backend = Backends.open("reference")) {
      return Placement.outputs(backend, call);
    }
  }
}
