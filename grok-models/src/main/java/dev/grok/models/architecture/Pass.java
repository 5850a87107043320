package dev.grok.models.architecture;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.models.graph.Graph;
import dev.grok.models.graph.Parameter;
import dev.grok.models.graph.Value;
import java.util.Map;
import java.util.Optional;

/**
 * One forward pass: the graph that it is added to and the parameters that it reads.
 *
 * @param graph takes the operations
 * @param parameters by name
 * @param dropout what masks are drawn from; empty: the model is evaluated, nothing is dropped
 */
public record Pass(
    Graph graph, Map<String, Parameter> parameters, Optional<DropoutSource> dropout) {
  /**
   * What dropout masks are a function of.
   *
   * @param rate [R] probability that an element is dropped
   * @param seed [R, 2] int
   * @param counter [R] int, advanced by every step
   */
  public record DropoutSource(Tensor rate, Tensor seed, Tensor counter) {}

  /**
   * A linear layer and what follows it: x [R?, B, in], result [R, B, out].
   *
   * @param prefix of its parameters' names, with the separator
   */
  Value linear(String prefix, Value x, Activation activation) {
    return graph.linear(x, parameter(prefix + "weight"), parameter(prefix + "bias"), activation);
  }

  /** A parameter by its name. */
  public Value parameter(String name) {
    Parameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new GrokException(
          "the model has no parameter '%s'; there are %s".formatted(name, parameters.keySet()));
    }
    return parameter.value();
  }
}
