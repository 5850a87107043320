package dev.grok.models.toy;

import dev.grok.api.GrokException;
import dev.grok.models.io.HostTensor;
import dev.grok.models.io.Safetensors;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Pair;
import dev.grok.models.task.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the training of a replica starts from: parameters under PyTorch's names and in its layouts,
 * targets, and the split. As a safetensors file:
 *
 * <pre>
 * embedding.weight           F32 [p, d]
 * decoder.{0,2,...}.weight   F32 [out, in]
 * decoder.{0,2,...}.bias     F32 [out]
 * targets                    F32 [2p-1, D]   regression only
 * train_pairs                I32 [N, 2]
 * train_labels               I32 [N]
 * validation_pairs           I32 [N', 2]
 * validation_labels          I32 [N']
 * </pre>
 */
public final class ToyInitialState {
  private static final String TARGETS = "targets";
  private static final String TRAIN = "train";
  private static final String VALIDATION = "validation";

  private final Map<String, HostTensor> parameters;
  private final Map<String, HostTensor> targets;
  private final Split split;

  private ToyInitialState(
      Map<String, HostTensor> parameters, Map<String, HostTensor> targets, Split split) {
    this.parameters = Collections.unmodifiableMap(parameters);
    this.targets = targets;
    this.split = split;
  }

  /**
   * Draws everything from the experiment's seed: embeddings uniform on [-s/2, s/2], linear layers
   * as PyTorch does (uniform on ±1/√fan_in for weights and biases) times the decoder's scale,
   * targets standard normal.
   */
  public static ToyInitialState random(ToyExperiment experiment) {
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    ToySettings model = experiment.model();
    shapes(experiment)
        .forEach((name, shape) -> parameters.put(name, parameter(experiment, name, shape)));
    Map<String, HostTensor> targets = new LinkedHashMap<>();
    if (model.objective() == Objective.REGRESSION) {
      int[] shape = targetShape(experiment);
      RandomStream random = new RandomStream(experiment.seed(), Purpose.TARGETS);
      double[] values = new double[shape[0] * shape[1]];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.normal();
      }
      targets.put(TARGETS, HostTensor.floats(shape, values));
    }
    Split split = Split.random(experiment.task(), experiment.trainingSamples(), experiment.seed());
    return new ToyInitialState(parameters, targets, split);
  }

  private static HostTensor parameter(ToyExperiment experiment, String name, int[] shape) {
    ToySettings model = experiment.model();
    double bound;
    RandomStream random;
    if (name.equals(ToyModel.EMBEDDING)) {
      bound = model.embeddingScale() / 2;
      random = new RandomStream(experiment.seed(), Purpose.EMBEDDING);
    } else {
      List<String> names = List.copyOf(shapes(experiment).keySet());
      int index = names.indexOf(name) - 1;
      int fanIn = ToyModel.widths(experiment.task(), model)[index / 2];
      bound = model.decoderScale() / StrictMath.sqrt(fanIn);
      random = new RandomStream(experiment.seed(), Purpose.DECODER, index);
    }
    double[] values = new double[product(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.uniform(bound);
    }
    return HostTensor.floats(shape, values);
  }

  private static int product(int[] shape) {
    int n = 1;
    for (int axis : shape) {
      n = Math.multiplyExact(n, axis);
    }
    return n;
  }

  /** Parameters by PyTorch name, embedding first, then weight and bias of each layer. */
  private static Map<String, int[]> shapes(ToyExperiment experiment) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    int[] widths = ToyModel.widths(experiment.task(), experiment.model());
    shapes.put(ToyModel.EMBEDDING, new int[] {experiment.task().p(), widths[0]});
    for (int layer = 0; layer + 1 < widths.length; layer++) {
      shapes.put(ToyModel.weightName(layer), new int[] {widths[layer + 1], widths[layer]});
      shapes.put(ToyModel.biasName(layer), new int[] {widths[layer + 1]});
    }
    return shapes;
  }

  private static int[] targetShape(ToyExperiment experiment) {
    return new int[] {experiment.task().classes(), experiment.model().targetDimension()};
  }

  /**
   * Reads a state from a safetensors file.
   *
   * @throws GrokException in one sentence, if the file is unsound or does not fit the experiment:
   *     missing or unknown tensors, wrong shapes, values that are not finite, pairs that are not
   *     samples of the task, wrong labels, another number of training samples
   */
  public static ToyInitialState read(ToyExperiment experiment, Path file) {
    Map<String, HostTensor> tensors = Safetensors.read(file);
    try {
      return fromTensors(experiment, tensors);
    } catch (GrokException e) {
      throw new GrokException(file + ": " + e.getMessage(), e);
    }
  }

  private static ToyInitialState fromTensors(
      ToyExperiment experiment, Map<String, HostTensor> tensors) {
    Set<String> unknown = new LinkedHashSet<>(tensors.keySet());
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    shapes(experiment)
        .forEach(
            (name, shape) -> {
              parameters.put(name, floats(tensors, name, shape));
              unknown.remove(name);
            });
    Map<String, HostTensor> targets = new LinkedHashMap<>();
    if (experiment.model().objective() == Objective.REGRESSION) {
      targets.put(TARGETS, floats(tensors, TARGETS, targetShape(experiment)));
      unknown.remove(TARGETS);
    }
    AdditionTask task = experiment.task();
    int trainingSamples = experiment.trainingSamples();
    List<Pair> train = pairs(task, tensors, TRAIN, trainingSamples, unknown);
    List<Pair> validation =
        pairs(task, tensors, VALIDATION, task.size() - trainingSamples, unknown);
    if (!unknown.isEmpty()) {
      throw new GrokException("there is no place for tensors " + unknown + " in this model");
    }
    return new ToyInitialState(parameters, targets, new Split(task, train, validation));
  }

  private static HostTensor floats(Map<String, HostTensor> tensors, String name, int[] shape) {
    HostTensor tensor = required(tensors, name);
    tensor.requireShape(name, shape);
    tensor.requireFinite(name);
    return tensor;
  }

  private static HostTensor required(Map<String, HostTensor> tensors, String name) {
    HostTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new GrokException(
          "tensor '%s' is missing; there are %s".formatted(name, tensors.keySet()));
    }
    return tensor;
  }

  private static List<Pair> pairs(
      AdditionTask task,
      Map<String, HostTensor> tensors,
      String part,
      int samples,
      Set<String> unknown) {
    String pairsName = part + "_pairs";
    String labelsName = part + "_labels";
    HostTensor pairs = required(tensors, pairsName);
    HostTensor labels = required(tensors, labelsName);
    pairs.requireShape(pairsName, samples, 2);
    labels.requireShape(labelsName, samples);
    List<Pair> result = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      Pair pair = new Pair(pairs.intValues()[2 * i], pairs.intValues()[2 * i + 1]);
      int label = labels.intValues()[i];
      if (task.label(pair) != label) {
        throw new GrokException(
            "%s[%d] is %d, but %s[%d] is (%d, %d)"
                .formatted(labelsName, i, label, pairsName, i, pair.a(), pair.b()));
      }
      result.add(pair);
    }
    unknown.remove(pairsName);
    unknown.remove(labelsName);
    return result;
  }

  /** Writes everything; {@link #read} gives it back. */
  public void write(Path file) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>(parameters);
    tensors.putAll(targets);
    putPairs(tensors, TRAIN, split.train());
    putPairs(tensors, VALIDATION, split.validation());
    Safetensors.write(file, tensors);
  }

  private void putPairs(Map<String, HostTensor> tensors, String part, List<Pair> pairs) {
    tensors.put(
        part + "_pairs",
        HostTensor.ints(
            new int[] {pairs.size(), 2},
            pairs.stream().flatMapToInt(p -> IntStream.of(p.a(), p.b())).toArray()));
    tensors.put(
        part + "_labels",
        HostTensor.ints(
            new int[] {pairs.size()}, pairs.stream().mapToInt(split.task()::label).toArray()));
  }

  /** The same targets and split with other parameters, of the same names. */
  public ToyInitialState withParameters(Map<String, HostTensor> others) {
    return new ToyInitialState(new LinkedHashMap<>(others), targets, split);
  }

  /** Training and validation samples. */
  public Split split() {
    return split;
  }

  /** Parameters by PyTorch name. */
  public Map<String, HostTensor> parameters() {
    return parameters;
  }

  /** The regression targets [2p-1, D], row-major; empty for classification. */
  double[] targets() {
    HostTensor tensor = targets.get(TARGETS);
    return tensor == null ? new double[0] : tensor.values();
  }
}
