package dev.grok.models.toy;

import dev.grok.api.Backend;
import dev.grok.api.GrokException;
import dev.grok.api.MemoryScope;
import dev.grok.api.Recording;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Kernels;
import dev.grok.models.graph.Graph;
import dev.grok.models.graph.Graph.Gradients;
import dev.grok.models.graph.Parameter;
import dev.grok.models.graph.Value;
import dev.grok.models.io.HostTensor;
import dev.grok.models.task.Split;
import dev.grok.models.train.Crossing;
import dev.grok.models.train.Optimizer;
import dev.grok.models.train.ReplicaMetrics;
import dev.grok.models.train.ReplicaOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * R toy models trained together, each with its own seed, rates and data. What a replica becomes
 * does not depend on its neighbours. Both accuracies are looked at after every update.
 */
public final class ToyEnsemble implements AutoCloseable {
  private final List<ToyExperiment> experiments;
  private final List<ToyInitialState> states;
  private final MemoryScope scope;
  private final Kernels kernels;
  private final ToyModel model;
  private final Evaluation train;
  private final Evaluation validation;
  private final Tensor steps;
  private final Tensor firstTrain;
  private final Tensor firstValidation;
  private final Tensor firstNonFinite;
  private final Recording evaluation;
  private final Recording update;
  private long step;

  /** Forward pass, loss and accuracy over one part of the samples. */
  private final class Evaluation {
    final Graph graph;
    final ToyData data;
    final Value predictions;
    final Value loss;
    final Tensor accuracy;
    final Tensor targetTable;

    Evaluation(ToyData data, Gradients gradients, Tensor targetTable) {
      this.data = data;
      this.targetTable = targetTable;
      graph = new Graph(scope, replicas(), gradients);
      predictions = model.forward(graph, data.ids());
      loss = data.loss(graph, predictions, objective());
      accuracy = scope.floats("accuracy", replicas());
    }

    void run() {
      graph.forward();
      if (objective() == Objective.REGRESSION) {
        kernels.nearestTargetAccuracy(accuracy, predictions.data(), targetTable, data.labels());
      } else {
        kernels.argMaxAccuracy(accuracy, predictions.data(), data.labels());
      }
    }
  }

  private ToyEnsemble(
      Backend backend, List<ToyExperiment> experiments, List<ToyInitialState> states) {
    this.experiments = List.copyOf(experiments);
    this.states = List.copyOf(states);
    scope = backend.scope("toy ensemble of " + experiments.size());
    try {
      kernels = backend.kernels();
      ToyExperiment first = experiments.get(0);
      model = new ToyModel(scope, replicas(), first.task(), first.model());
      for (Parameter parameter : model.parameters()) {
        parameter.load(
            states.stream().map(s -> required(s.parameters(), parameter.name())).toList());
      }
      int dimension = objective() == Objective.REGRESSION ? first.model().targetDimension() : 0;
      Tensor targetTable = scope.floats("targets", replicas(), first.task().classes(), dimension);
      if (dimension > 0) {
        targetTable.write(
            states.stream().flatMapToDouble(s -> Arrays.stream(s.targets())).toArray());
      }
      ToyData trainData = ToyData.upload(scope, "train", dimension, states, s -> s.split().train());
      ToyData validationData =
          ToyData.upload(scope, "validation", dimension, states, s -> s.split().validation());
      boolean full = first.batchSize() == 0;
      train = new Evaluation(trainData, full ? Gradients.TRACKED : Gradients.NONE, targetTable);
      validation = new Evaluation(validationData, Gradients.NONE, targetTable);
      steps = scope.ints("steps", replicas());
      firstTrain = scope.ints("first train crossing", replicas());
      firstValidation = scope.ints("first validation crossing", replicas());
      firstNonFinite = scope.ints("first non-finite loss", replicas());
      Runnable gradients =
          full ? () -> train.graph.backward(train.loss) : batchGradients(dimension, targetTable);
      Optimizer embedding =
          new Optimizer(
              scope,
              "embedding",
              experiments.stream().map(ToyExperiment::embedding).toList(),
              List.of(model.embedding()));
      Optimizer decoder =
          new Optimizer(
              scope,
              "decoder",
              experiments.stream().map(ToyExperiment::decoder).toList(),
              model.decoder());
      evaluation = backend.record(this::evaluate);
      update =
          backend.record(
              () -> {
                evaluate();
                gradients.run();
                embedding.update(kernels, steps);
                decoder.update(kernels, steps);
                kernels.increment(steps, 1);
              });
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
  }

  /** Replicas that start from states drawn from their seeds. */
  public static ToyEnsemble create(Backend backend, List<ToyExperiment> replicas) {
    return create(backend, replicas, replicas.stream().map(ToyInitialState::random).toList());
  }

  /**
   * Replicas that start from given states.
   *
   * @throws GrokException if there is no replica, or two differ in what shapes the kernels (task,
   *     number of training samples, widths, kinds of optimisers, batch size, threshold)
   */
  public static ToyEnsemble create(
      Backend backend, List<ToyExperiment> replicas, List<ToyInitialState> states) {
    if (replicas.isEmpty() || replicas.size() != states.size()) {
      throw new GrokException(
          "an ensemble needs replicas and a state for each: %d and %d"
              .formatted(replicas.size(), states.size()));
    }
    for (int r = 0; r < replicas.size(); r++) {
      ToyExperiment experiment = replicas.get(r);
      Split split = states.get(r).split();
      if (!experiment.ensembleKey().equals(replicas.get(0).ensembleKey())) {
        throw new GrokException(
            "replicas 0 and %d cannot share an ensemble: %s, %s"
                .formatted(r, replicas.get(0).ensembleKey(), experiment.ensembleKey()));
      }
      if (!split.task().equals(experiment.task())
          || split.train().size() != experiment.trainingSamples()) {
        throw new GrokException(
            "the state of replica %d has %d training samples of %s, its experiment %d of %s"
                .formatted(
                    r,
                    split.train().size(),
                    split.task(),
                    experiment.trainingSamples(),
                    experiment.task()));
      }
    }
    return new ToyEnsemble(backend, replicas, states);
  }

  private static HostTensor required(Map<String, HostTensor> tensors, String name) {
    HostTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new GrokException("the initial state has no tensor '" + name + "'");
    }
    return tensor;
  }

  private Objective objective() {
    return experiments.get(0).model().objective();
  }

  /** Metrics of the present state; crossings remember the first time, so this can be repeated. */
  private void evaluate() {
    train.run();
    validation.run();
    double threshold = experiments.get(0).threshold();
    kernels.firstNonFinite(firstNonFinite, train.loss.data(), steps);
    kernels.firstCrossing(firstTrain, train.accuracy, threshold, steps);
    kernels.firstCrossing(firstValidation, validation.accuracy, threshold, steps);
  }

  /** Gradients on a batch chosen anew from (seed, step). */
  private Runnable batchGradients(int dimension, Tensor targetTable) {
    int batch = experiments.get(0).batchSize();
    int samples = train.data.batch();
    ToyData data = ToyData.allocate(scope, "batch", replicas(), batch, dimension);
    Tensor index = scope.ints("batch index", replicas(), batch);
    Tensor order = scope.ints("batch order", replicas(), samples);
    Tensor seed = scope.ints("batch seed", replicas(), 2);
    seed.write(
        experiments.stream()
            .flatMapToInt(e -> IntStream.of((int) e.seed(), (int) (e.seed() >> 32)))
            .toArray());
    Tensor labelRows = data.labels().reshape(replicas(), batch, 1);
    Tensor allLabelRows = train.data.labels().reshape(replicas(), samples, 1);
    Graph graph = new Graph(scope, replicas(), Gradients.TRACKED);
    Value loss = data.loss(graph, model.forward(graph, data.ids()), objective());
    return () -> {
      kernels.chooseWithoutReplacement(index, order, seed, steps);
      kernels.gatherInts(data.ids(), train.data.ids(), index);
      kernels.gatherInts(labelRows, allLabelRows, index);
      kernels.embeddingForward(data.targets(), targetTable, labelRows);
      graph.forward();
      graph.backward(loss);
    };
  }

  public int replicas() {
    return experiments.size();
  }

  public ToyExperiment experiment(int replica) {
    return experiments.get(replica);
  }

  public ToyInitialState initialState(int replica) {
    return states.get(replica);
  }

  /** Number of updates made. */
  public long step() {
    return step;
  }

  /** Makes the given number of updates of every replica. */
  public void run(long updates) {
    if (step + updates > Integer.MAX_VALUE) {
      throw new GrokException("more than 2147483647 updates cannot be counted");
    }
    update.run(updates);
    step += updates;
  }

  /** The metrics of every replica's present state. */
  public List<ReplicaMetrics> metrics() {
    evaluation.run(1);
    double[] trainLoss = train.loss.data().doubles();
    double[] validationLoss = validation.loss.data().doubles();
    double[] trainAccuracy = train.accuracy.doubles();
    double[] validationAccuracy = validation.accuracy.doubles();
    boolean validated = validation.data.batch() > 0;
    List<ReplicaMetrics> metrics = new ArrayList<>();
    for (int r = 0; r < replicas(); r++) {
      metrics.add(
          new ReplicaMetrics(
              step,
              trainLoss[r],
              validated ? validationLoss[r] : Double.NaN,
              trainAccuracy[r],
              validated ? validationAccuracy[r] : Double.NaN));
    }
    return metrics;
  }

  /** How the run of every replica has gone so far. */
  public List<ReplicaOutcome> outcomes() {
    List<ReplicaMetrics> last = metrics();
    int[] trained = firstTrain.ints();
    int[] validated = firstValidation.ints();
    int[] diverged = firstNonFinite.ints();
    List<ReplicaOutcome> outcomes = new ArrayList<>();
    for (int r = 0; r < replicas(); r++) {
      outcomes.add(
          new ReplicaOutcome(
              crossing(trained[r]), crossing(validated[r]), crossing(diverged[r]), last.get(r)));
    }
    return outcomes;
  }

  private Crossing crossing(int updates) {
    return updates == 0 ? Crossing.censored(step) : Crossing.reached(updates - 1);
  }

  /** The embeddings of one replica, [p][d]. */
  public double[][] embedding(int replica) {
    HostTensor host = model.embedding().host(replica);
    int[] shape = host.shape();
    double[] values = host.values();
    double[][] rows = new double[shape[0]][shape[1]];
    for (int i = 0; i < shape[0]; i++) {
      System.arraycopy(values, i * shape[1], rows[i], 0, shape[1]);
    }
    return rows;
  }

  /** The parameters of one replica under PyTorch's names and in its layouts. */
  public Map<String, HostTensor> parameters(int replica) {
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    for (Parameter parameter : model.parameters()) {
      parameters.put(parameter.name(), parameter.host(replica));
    }
    return parameters;
  }

  /** The gradients of the last update of one replica, likewise. */
  public Map<String, HostTensor> gradients(int replica) {
    Map<String, HostTensor> gradients = new LinkedHashMap<>();
    for (Parameter parameter : model.parameters()) {
      gradients.put(parameter.name(), parameter.hostGradient(replica));
    }
    return gradients;
  }

  @Override
  public void close() {
    update.close();
    evaluation.close();
    scope.close();
  }
}
