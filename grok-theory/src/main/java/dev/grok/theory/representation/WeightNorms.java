package dev.grok.theory.representation;

import dev.grok.models.io.HostTensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Euclidean norms of a model's parameters.
 *
 * @param each by name, in the order of the parameters
 * @param total of all parameters as one vector
 */
public record WeightNorms(Map<String, Double> each, double total) {
  public WeightNorms {
    each = Collections.unmodifiableMap(new LinkedHashMap<>(each));
  }

  /** Of parameters by name. */
  public static WeightNorms of(Map<String, HostTensor> parameters) {
    Map<String, Double> each = new LinkedHashMap<>();
    parameters.forEach((name, tensor) -> each.put(name, norm(tensor.values())));
    double total = norm(each.values().stream().mapToDouble(Double::doubleValue).toArray());
    return new WeightNorms(each, total);
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
  }
}
