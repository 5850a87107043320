package dev.grok.models.toy;

import dev.grok.api.MemoryScope;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.models.graph.Graph;
import dev.grok.models.graph.Parameter;
import dev.grok.models.graph.Parameter.Layout;
import dev.grok.models.graph.Value;
import dev.grok.models.task.AdditionTask;
import java.util.ArrayList;
import java.util.List;

/** The parameters of R toy models and their forward pass. */
final class ToyModel {
  private final ToySettings settings;
  private final Parameter embedding;
  private final List<Parameter> decoder = new ArrayList<>();

  ToyModel(MemoryScope scope, int replicas, AdditionTask task, ToySettings settings) {
    this.settings = settings;
    embedding =
        Graph.parameter(
            scope, replicas, EMBEDDING, Layout.PLAIN, task.p(), settings.embeddingDimension());
    int[] widths = widths(task, settings);
    for (int layer = 0; layer + 1 < widths.length; layer++) {
      decoder.add(
          Graph.parameter(
              scope, replicas, weightName(layer), Layout.LINEAR, widths[layer], widths[layer + 1]));
      decoder.add(
          Graph.parameter(scope, replicas, biasName(layer), Layout.PLAIN, widths[layer + 1]));
    }
  }

  static final String EMBEDDING = "embedding.weight";

  /** Linear layers and activations alternate in PyTorch's Sequential, hence the even numbers. */
  static String weightName(int layer) {
    return "decoder." + 2 * layer + ".weight";
  }

  static String biasName(int layer) {
    return "decoder." + 2 * layer + ".bias";
  }

  /** Widths of the decoder from its input to its output. */
  static int[] widths(AdditionTask task, ToySettings settings) {
    int hidden = settings.hiddenWidths().size();
    int[] widths = new int[hidden + 2];
    widths[0] = settings.embeddingDimension();
    for (int i = 0; i < hidden; i++) {
      widths[i + 1] = settings.hiddenWidths().get(i);
    }
    widths[hidden + 1] =
        settings.objective() == Objective.REGRESSION ? settings.targetDimension() : task.classes();
    return widths;
  }

  Parameter embedding() {
    return embedding;
  }

  List<Parameter> decoder() {
    return decoder;
  }

  List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(List.of(embedding));
    all.addAll(decoder);
    return all;
  }

  /** {@code Dec(E_a + E_b)}: ids [R?, B, 2], result [R, B, D] (paper, section 2). */
  Value forward(Graph graph, Tensor ids) {
    Value hidden = graph.embeddingSum(embedding.value(), ids);
    for (int i = 0; i < decoder.size(); i += 2) {
      boolean last = i + 2 == decoder.size();
      hidden =
          graph.linear(
              hidden,
              decoder.get(i).value(),
              decoder.get(i + 1).value(),
              last ? Activation.IDENTITY : settings.activation());
    }
    return hidden;
  }
}
