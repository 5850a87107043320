package dev.grok.testkit;

import dev.grok.api.kernel.Write;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.NormalizationCalls;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.NormalizationKernels} against the reference. */
public interface NormalizationContract extends BackendContract {
  @Test
  default void layerNormForwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Sizes.forEach(
          size -> {
            tested.agree(NormalizationCalls.layerNorm(2, 3, size));
            tested.agree(NormalizationCalls.layerNorm(2, size, 3));
          });
    }
  }

  @Test
  default void layerNormForwardDoesNotCancel() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall call = NormalizationCalls.layerNorm(2, 3, 100);
      // The mean square and the square of the mean agree in all digits of a float32.
      tested.agree(call.with("in", in -> in.map(x -> (float) (1000 + 0.01 * x))));
      tested.agree(call.with("in", in -> in.map(x -> (float) (x * 1e12))));
      // Only epsilon is left of the variance.
      tested.agree(call.with("in", in -> in.map(x -> 0.75)));
      tested.agree(call.with("in", in -> in.map(x -> (float) (x * 1e-4))));
      tested.agree(call.with("in", in -> in.with(40, Double.NaN)));
    }
  }

  @Test
  default void layerNormBackwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Write dIn : Write.values()) {
        for (Write parameters : Write.values()) {
          Sizes.upTo(
              207,
              size -> {
                tested.agree(NormalizationCalls.layerNormGradient(2, 3, size, dIn, parameters));
                tested.agree(NormalizationCalls.layerNormGradient(2, size, 3, dIn, parameters));
              });
        }
      }
      tested.agree(
          NormalizationCalls.layerNormGradient(1, 2, 1025, Write.OVERWRITE, Write.ACCUMULATE));
      tested.agree(
          NormalizationCalls.layerNormGradient(1, 1025, 2, Write.ACCUMULATE, Write.OVERWRITE));
    }
  }

  @Test
  default void rmsNormForwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Sizes.forEach(
          size -> {
            tested.agree(NormalizationCalls.rmsNorm(2, 3, size));
            tested.agree(NormalizationCalls.rmsNorm(2, size, 3));
          });
      KernelCall call = NormalizationCalls.rmsNorm(2, 3, 100);
      tested.agree(call.with("in", in -> in.map(x -> (float) (x * 1e12))));
      // Only epsilon is left of the mean square.
      tested.agree(call.with("in", in -> in.map(x -> (float) (x * 1e-4))));
      tested.agree(call.with("in", in -> in.with(40, Double.NaN)));
    }
  }

  @Test
  default void rmsNormBackwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Write dIn : Write.values()) {
        for (Write dWeight : Write.values()) {
          Sizes.upTo(
              207,
              size -> {
                tested.agree(NormalizationCalls.rmsNormGradient(2, 3, size, dIn, dWeight));
                tested.agree(NormalizationCalls.rmsNormGradient(2, size, 3, dIn, dWeight));
              });
        }
      }
      tested.agree(
          NormalizationCalls.rmsNormGradient(1, 2, 1025, Write.OVERWRITE, Write.ACCUMULATE));
      tested.agree(
          NormalizationCalls.rmsNormGradient(1, 1025, 2, Write.ACCUMULATE, Write.OVERWRITE));
    }
  }
}
