package dev.grok.testkit.call;

import dev.grok.api.kernel.Lengths;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What contract and benchmarks know of every kernel. */
public final class Catalog {
  private static final Map<String, KernelSpec> SPECS =
      Stream.of(
              MatmulSpecs.SPECS,
              ActivationSpecs.SPECS,
              EmbeddingSpecs.SPECS,
              NormalizationSpecs.SPECS,
              AttentionSpecs.SPECS,
              LossSpecs.SPECS,
              AccuracySpecs.SPECS,
              OptimizerSpecs.SPECS,
              ElementwiseSpecs.SPECS,
              ReductionSpecs.SPECS,
              CounterSpecs.SPECS,
              SamplingSpecs.SPECS)
          .flatMap(List::stream)
          .collect(Collectors.toMap(spec -> spec.signature().name(), Function.identity()));

  private Catalog() {}

  /**
   * What is known of a kernel.
   *
   * @throws IllegalArgumentException if nothing is: it was added to the SPI and not to its group
   */
  public static KernelSpec of(String kernel) {
    KernelSpec spec = SPECS.get(kernel);
    if (spec == null) {
      throw new IllegalArgumentException("the catalog has no kernel '%s'".formatted(kernel));
    }
    return spec;
  }

  /** A call of a kernel: {@code call("matmul", "R 2 M 9 N 17 K 5", Transpose.A)}. */
  public static KernelCall call(String kernel, String lengths, Object... attributes) {
    return of(kernel).call(Lengths.of(lengths), attributes);
  }

  /** Typical calls of every kernel in every mode, for the laws that hold for all of them. */
  public static List<KernelCall> calls(int r) {
    return SPECS.keySet().stream()
        .sorted()
        .flatMap(kernel -> of(kernel).typicalCalls(r).stream())
        .toList();
  }
}
