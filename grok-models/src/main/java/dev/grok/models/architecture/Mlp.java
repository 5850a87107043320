package dev.grok.models.architecture;

import dev.grok.api.GrokException;
import dev.grok.api.kernel.Activation;
import dev.grok.models.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A multi-layer perceptron with PyTorch's default initial values times a scale: what the toy
 * model's decoder and the image model have in common.
 *
 * @param prefix of its parameters' names; linear layers and activations alternate in PyTorch's
 *     Sequential, hence even numbers follow
 * @param widths from input to output
 * @param activation of the hidden layers; the output is linear
 * @param scale factor on initial weights and biases
 */
record Mlp(String prefix, List<Integer> widths, Activation activation, double scale) {
  private static final int MAX_WIDTH = 1 << 16;

  static List<Integer> widths(int input, List<Integer> hidden, int output) {
    return Stream.of(List.of(input), hidden, List.of(output)).flatMap(List::stream).toList();
  }

  private int layers() {
    return widths.size() - 1;
  }

  private String name(int layer) {
    return prefix + "." + 2 * layer + ".";
  }

  /** Weight and bias of each layer; the last one is the decoder's, the others are given a group. */
  List<ParameterSpec> parameters(ParameterGroup hidden) {
    List<ParameterSpec> specs = new ArrayList<>();
    for (int layer = 0; layer < layers(); layer++) {
      ParameterGroup group = layer + 1 < layers() ? hidden : ParameterGroup.DECODER;
      int in = widths.get(layer);
      int out = widths.get(layer + 1);
      Initialization start = Initialization.linear(in, scale);
      specs.addAll(ParameterSpec.layer(name(layer), group, start, start, out, in));
    }
    return specs;
  }

  /** x [R?, B, in], result [R, B, out]. */
  Value forward(Pass pass, Value x) {
    Value hidden = x;
    for (int layer = 0; layer < layers(); layer++) {
      Activation after = layer + 1 < layers() ? activation : Activation.IDENTITY;
      hidden = pass.linear(name(layer), hidden, after);
    }
    return hidden;
  }

  static void requireWidth(String name, int width) {
    if (width < 1 || width > MAX_WIDTH) {
      throw new GrokException("%s must be between 1 and %d: %d".formatted(name, MAX_WIDTH, width));
    }
  }

  static void requireScale(String name, double scale) {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new GrokException(name + " must be positive and finite: " + scale);
    }
  }
}
