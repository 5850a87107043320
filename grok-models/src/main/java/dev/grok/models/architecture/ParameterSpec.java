package dev.grok.models.architecture;

import dev.grok.models.graph.Parameter.Layout;
import dev.grok.models.io.HostTensor;
import java.util.Arrays;
import java.util.List;

/**
 * What a model says about one of its parameters.
 *
 * @param name PyTorch's
 * @param group whose optimizer trains it
 * @param layout how it lies in memory compared with PyTorch
 * @param start how its initial values are drawn
 * @param shape of one replica, in PyTorch's layout
 */
public record ParameterSpec(
    String name, ParameterGroup group, Layout layout, Initialization start, List<Integer> shape) {
  public ParameterSpec {
    shape = List.copyOf(shape);
  }

  /** A parameter that lies in memory as in PyTorch. */
  public static ParameterSpec plain(
      String name, ParameterGroup group, Initialization start, int... shape) {
    return new ParameterSpec(
        name, group, Layout.PLAIN, start, Arrays.stream(shape).boxed().toList());
  }

  /** Weight [out, in] and bias [out] of a linear layer. */
  public static List<ParameterSpec> layer(
      String prefix,
      ParameterGroup group,
      Initialization weight,
      Initialization bias,
      int out,
      int in) {
    return List.of(
        new ParameterSpec(prefix + "weight", group, Layout.LINEAR, weight, List.of(out, in)),
        new ParameterSpec(prefix + "bias", group, Layout.PLAIN, bias, List.of(out)));
  }

  /** Its initial values of a seed. */
  public HostTensor draw(long seed) {
    int count = shape.stream().reduce(1, Math::multiplyExact);
    return HostTensor.floats(hostShape(), start.draw(seed, group.purpose(), name, count));
  }

  /** In PyTorch's layout. */
  public int[] hostShape() {
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  /** As it lies in memory. */
  public int[] deviceShape() {
    int[] host = hostShape();
    return layout == Layout.LINEAR ? new int[] {host[1], host[0]} : host;
  }
}
