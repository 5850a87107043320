package dev.grok.models.train;

import dev.grok.api.GrokException;
import dev.grok.models.architecture.Objective;
import dev.grok.models.architecture.ParameterSpec;
import dev.grok.models.io.HostTensor;
import dev.grok.models.io.Safetensors;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.task.DataDirectory;
import dev.grok.models.task.Pair;
import dev.grok.models.task.Samples;
import dev.grok.models.task.Split;
import dev.grok.models.task.SymbolTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the training of a replica starts from: parameters under PyTorch's names and in its layouts,
 * targets, and the samples. As a safetensors file:
 *
 * <pre>
 * the model's parameters     F32, for example embedding.weight [p, d]
 * targets                    F32 [classes, D]   regression only
 * train_pairs                I32 [N, 2]         operations on symbols only, as all below
 * train_labels               I32 [N]
 * validation_pairs           I32 [N', 2]
 * validation_labels          I32 [N']
 * </pre>
 *
 * Images stay in their own files.
 *
 * @param parameters by PyTorch's name
 * @param targets the random targets [classes, D]; empty unless the objective is regression
 * @param samples training and validation samples
 */
public record InitialState(
    Map<String, HostTensor> parameters, Optional<HostTensor> targets, Samples samples) {
  private static final String TARGETS = "targets";
  private static final String TRAIN = "train";
  private static final String VALIDATION = "validation";

  public InitialState {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Draws everything from the experiment's seed; data as the environment names it. */
  public static InitialState random(Experiment experiment) {
    return random(experiment, DataDirectory.ofEnvironment());
  }

  /**
   * Draws everything from the experiment's seed: each parameter as its model says from a stream of
   * its own, targets standard normal.
   */
  public static InitialState random(Experiment experiment, DataDirectory data) {
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    for (ParameterSpec spec : experiment.model().parameters(experiment.task())) {
      parameters.put(spec.name(), spec.draw(experiment.seed()));
    }
    Optional<HostTensor> targets = targetShape(experiment).map(shape -> targets(experiment, shape));
    Samples samples = drawn(experiment, data);
    return new InitialState(parameters, targets, samples);
  }

  private static Samples drawn(Experiment experiment, DataDirectory data) {
    return Samples.of(experiment.task(), experiment.trainingSamples(), experiment.seed(), data);
  }

  private static HostTensor targets(Experiment experiment, int[] shape) {
    RandomStream random = new RandomStream(experiment.seed(), Purpose.TARGETS);
    double[] values = new double[Math.multiplyExact(shape[0], shape[1])];
    Arrays.setAll(values, i -> random.normal());
    return HostTensor.floats(shape, values);
  }

  private static Optional<int[]> targetShape(Experiment experiment) {
    return experiment.model().objective() == Objective.REGRESSION
        ? Optional.of(new int[] {experiment.task().classes(), experiment.model().targetDimension()})
        : Optional.empty();
  }

  /** Reads a state; image data as the environment names it. */
  public static InitialState read(Experiment experiment, Path file) {
    return read(experiment, file, DataDirectory.ofEnvironment());
  }

  /**
   * Reads a state from a safetensors file.
   *
   * @throws GrokException in one sentence, if the file is unsound or does not fit the experiment:
   *     missing or unknown tensors, wrong shapes, values that are not finite, pairs that are not
   *     samples of the task, wrong labels, another number of training samples
   */
  public static InitialState read(Experiment experiment, Path file, DataDirectory data) {
    Map<String, HostTensor> tensors = Safetensors.read(file);
    try {
      return fromTensors(experiment, tensors, data);
    } catch (GrokException e) {
      throw new GrokException(file + ": " + e.getMessage(), e);
    }
  }

  private static InitialState fromTensors(
      Experiment experiment, Map<String, HostTensor> tensors, DataDirectory data) {
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    for (ParameterSpec spec : experiment.model().parameters(experiment.task())) {
      parameters.put(spec.name(), floats(tensors, spec.name(), spec.hostShape()));
    }
    Optional<HostTensor> targets =
        targetShape(experiment).map(shape -> floats(tensors, TARGETS, shape));
    Samples samples;
    if (experiment.task() instanceof SymbolTask task) {
      int training = experiment.trainingSamples();
      List<Pair> train = pairs(task, tensors, TRAIN, training);
      List<Pair> validation = pairs(task, tensors, VALIDATION, task.size() - training);
      samples = new Samples.Symbols(new Split(task, train, validation));
    } else {
      samples = drawn(experiment, data);
    }
    InitialState state = new InitialState(parameters, targets, samples);
    Set<String> unknown = new LinkedHashSet<>(tensors.keySet());
    unknown.removeAll(state.tensors().keySet());
    if (!unknown.isEmpty()) {
      throw new GrokException("there is no place for tensors " + unknown + " in this model");
    }
    return state;
  }

  private static HostTensor floats(Map<String, HostTensor> tensors, String name, int[] shape) {
    HostTensor tensor = required(tensors, name);
    tensor.requireShape(name, shape);
    tensor.requireFinite(name);
    return tensor;
  }

  /** A tensor by name; the error lists those there are. */
  static HostTensor required(Map<String, HostTensor> tensors, String name) {
    HostTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new GrokException(
          "tensor '%s' is missing; there are %s".formatted(name, tensors.keySet()));
    }
    return tensor;
  }

  private static List<Pair> pairs(
      SymbolTask task, Map<String, HostTensor> tensors, String part, int samples) {
    String pairsName = part + "_pairs";
    String labelsName = part + "_labels";
    HostTensor pairs = required(tensors, pairsName);
    HostTensor labels = required(tensors, labelsName);
    pairs.requireShape(pairsName, samples, 2);
    labels.requireShape(labelsName, samples);
    int[] symbols = pairs.intValues();
    int[] expected = labels.intValues();
    List<Pair> result = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      Pair pair = new Pair(symbols[2 * i], symbols[2 * i + 1]);
      if (task.label(pair) != expected[i]) {
        throw new GrokException(
            "%s[%d] is %d, but %s[%d] is (%d, %d)"
                .formatted(labelsName, i, expected[i], pairsName, i, pair.a(), pair.b()));
      }
      result.add(pair);
    }
    return result;
  }

  /** Writes everything; {@link #read} gives it back. */
  public void write(Path file) {
    Safetensors.write(file, tensors());
  }

  /** What stands in a file. */
  private Map<String, HostTensor> tensors() {
    Map<String, HostTensor> tensors = new LinkedHashMap<>(parameters);
    targets.ifPresent(present -> tensors.put(TARGETS, present));
    if (samples instanceof Samples.Symbols symbols) {
      putPairs(tensors, TRAIN, symbols.split().task(), symbols.split().train());
      putPairs(tensors, VALIDATION, symbols.split().task(), symbols.split().validation());
    }
    return tensors;
  }

  private static void putPairs(
      Map<String, HostTensor> tensors, String part, SymbolTask task, List<Pair> pairs) {
    tensors.put(
        part + "_pairs",
        HostTensor.ints(
            new int[] {pairs.size(), 2},
            pairs.stream().flatMapToInt(p -> IntStream.of(p.a(), p.b())).toArray()));
    tensors.put(
        part + "_labels",
        HostTensor.ints(new int[] {pairs.size()}, pairs.stream().mapToInt(task::label).toArray()));
  }

  /** The same targets and samples with other parameters, of the same names. */
  public InitialState withParameters(Map<String, HostTensor> others) {
    return new InitialState(others, targets, samples);
  }

  /** The same parameters and targets with another split of the samples of a task on symbols. */
  public InitialState withSplit(Split split) {
    if (!split.task().equals(split().task())) {
      throw new GrokException(
          "a split of %s does not fit a state of %s".formatted(split.task(), split().task()));
    }
    return new InitialState(parameters, targets, new Samples.Symbols(split));
  }

  /**
   * The samples of an operation on symbols.
   *
   * @throws GrokException if these are others
   */
  public Split split() {
    if (samples instanceof Samples.Symbols symbols) {
      return symbols.split();
    }
    throw new GrokException("only operations on symbols are split");
  }
}
