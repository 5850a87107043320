package dev.grok.testkit.call;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What contract and benchmarks know of every kernel. */
public final class Catalog {
  private static final Map<String, KernelSpec> SPECS =
      Stream.of(
              MatmulCalls.SPECS,
              ActivationCalls.SPECS,
              EmbeddingCalls.SPECS,
              NormalizationCalls.SPECS,
              AttentionCalls.SPECS,
              LossCalls.SPECS,
              AccuracyCalls.SPECS,
              OptimizerCalls.SPECS,
              ElementwiseCalls.SPECS,
              ReductionCalls.SPECS,
              CounterCalls.SPECS,
              SamplingCalls.SPECS)
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

  /** Typical calls of every kernel in every mode, for the laws that hold for all of them. */
  public static List<KernelCall> calls(int r) {
    return SPECS.keySet().stream()
        .sorted()
        .flatMap(kernel -> of(kernel).typicalCalls(r).stream())
        .toList();
  }
}
