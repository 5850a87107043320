package dev.grok.models.architecture;

import dev.grok.models.graph.Parameter.Layout;
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
    return new ParameterSpec(name, group, Layout.PLAIN, start, boxed(shape));
  }

  /** The weight [out, in] of a linear layer. */
  public static ParameterSpec linear(
      String name, ParameterGroup group, Initialization start, int out, int in) {
    return new ParameterSpec(name, group, Layout.LINEAR, start, List.of(out, in));
  }

  /** Weight [out, in] and bias [out] of a linear layer, which start alike. */
  public static List<ParameterSpec> layer(
      String name, ParameterGroup group, Initialization start, int out, int in) {
    return List.of(
        linear(name + ".weight", group, start, out, in), plain(name + ".bias", group, start, out));
  }

  private static List<Integer> boxed(int[] shape) {
    return Arrays.stream(shape).boxed().toList();
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
