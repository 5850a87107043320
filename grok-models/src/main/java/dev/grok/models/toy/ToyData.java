package dev.grok.models.toy;

import dev.grok.api.MemoryScope;
import dev.grok.api.Tensor;
import dev.grok.models.graph.Graph;
import dev.grok.models.graph.Value;
import dev.grok.models.task.Pair;
import dev.grok.models.task.SymbolTask;
import java.util.List;
import java.util.function.Function;

/**
 * One part of the samples of every replica on the device.
 *
 * @param ids [R, B, 2], int
 * @param labels [R, B], int
 * @param targets [R, B, D] of the samples; one element for classification, which has none
 */
record ToyData(Tensor ids, Tensor labels, Tensor targets) {
  static ToyData allocate(MemoryScope scope, String name, int replicas, int batch, int dimension) {
    return new ToyData(
        scope.ints(name + " ids", replicas, batch, 2),
        scope.ints(name + " labels", replicas, batch),
        scope.floats(name + " targets", replicas, batch, dimension));
  }

  /** Uploads the part that the function takes from each replica's state. */
  static ToyData upload(
      MemoryScope scope,
      String name,
      int dimension,
      List<ToyInitialState> states,
      Function<ToyInitialState, List<Pair>> part) {
    int batch = part.apply(states.get(0)).size();
    int[] ids = new int[states.size() * batch * 2];
    int[] labels = new int[states.size() * batch];
    double[] targets = new double[states.size() * batch * dimension];
    int sample = 0;
    for (ToyInitialState state : states) {
      SymbolTask task = state.split().task();
      double[] table = state.targets();
      for (Pair pair : part.apply(state)) {
        int label = task.label(pair);
        ids[2 * sample] = pair.a();
        ids[2 * sample + 1] = pair.b();
        labels[sample] = label;
        System.arraycopy(table, label * dimension, targets, sample * dimension, dimension);
        sample++;
      }
    }
    ToyData data = allocate(scope, name, states.size(), batch, dimension);
    data.ids.write(ids);
    data.labels.write(labels);
    data.targets.write(targets);
    return data;
  }

  int batch() {
    return labels.shape().axis(1);
  }

  Value loss(Graph graph, Value predictions, Objective objective) {
    return objective == Objective.REGRESSION
        ? graph.meanSquaredError(predictions, targets)
        : graph.softmaxCrossEntropy(predictions, labels);
  }
}
