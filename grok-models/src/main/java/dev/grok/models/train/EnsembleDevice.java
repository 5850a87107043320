package dev.grok.models.train;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Kernels;
import dev.grok.models.architecture.Model;
import dev.grok.models.architecture.Objective;
import dev.grok.models.architecture.ParameterGroup;
import dev.grok.models.architecture.ParameterSpec;
import dev.grok.models.architecture.Pass;
import dev.grok.models.architecture.Pass.DropoutSource;
import dev.grok.models.graph.Graph;
import dev.grok.models.graph.Graph.Gradients;
import dev.grok.models.graph.Parameter;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.task.Samples;
import dev.grok.models.task.Split;
import dev.grok.models.task.SymbolTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An ensemble's tensors and the kernel calls of its step. */
final class EnsembleDevice {
  private final MemoryScope scope;
  private final Kernels kernels;
  private final Experiment shape;
  private final int replicas;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<ParameterGroup, Optimizer> optimizers = new EnumMap<>(ParameterGroup.class);
  private final Tensor targetTable;
  private final Tensor seed;
  private final Tensor dropoutRate;
  private final Tensor steps;
  private final Tensor firstTrain;
  private final Tensor firstValidation;
  private final Tensor firstNonFinite;
  private final Evaluation train;
  private final Evaluation validation;
  private final Evaluation trained;
  private final Tensor batchOrder;
  private final Runnable nextBatch;

  /**
   * Allocates everything.
   *
   * @param shape any experiment of the ensemble: it decides the shapes of all tensors
   * @param samples of any replica: all have as many
   */
  EnsembleDevice(MemoryScope scope, Experiment shape, Samples samples, int replicas) {
    this.scope = scope;
    this.kernels = scope.kernels();
    this.shape = shape;
    this.replicas = replicas;
    Model model = shape.model();
    for (ParameterSpec spec : model.parameters(shape.task())) {
      Parameter parameter =
          Graph.parameter(scope, replicas, spec.name(), spec.layout(), spec.deviceShape());
      parameters.put(spec.name(), parameter);
      optimizers
          .computeIfAbsent(spec.group(), this::optimizer)
          .add(spec.name(), parameter.value().data(), parameter.value().gradient());
    }
    targetTable = targetTable();
    seed = scope.ints("seed", replicas, 2);
    dropoutRate = scope.floats("dropout rate", replicas);
    steps = scope.ints("steps", replicas);
    firstTrain = scope.ints("first train crossing", replicas);
    firstValidation = scope.ints("first validation crossing", replicas);
    firstNonFinite = scope.ints("first non-finite loss", replicas);
    boolean trainAll = shape.batches().full() && model.dropout() == 0;
    DeviceSamples all;
    DeviceSamples held;
    if (samples instanceof Samples.Images images) {
      all = DeviceSamples.ofImages(scope, "train", images.train(), targetTable);
      held = DeviceSamples.ofImages(scope, "validation", images.held(), targetTable);
    } else {
      Split split = ((Samples.Symbols) samples).split();
      int tokens = model.tokens(split.task(), split.train().get(0)).length;
      all = symbols("train", split.train().size(), tokens);
      held = symbols("validation", split.validation().size(), tokens);
    }
    train = evaluation(all, trainAll ? Gradients.TRACKED : Gradients.NONE);
    validation = evaluation(held, Gradients.NONE);
    trained = trainAll ? train : evaluation(batch(all), Gradients.TRACKED);
    boolean epochs = shape.batches().order() == Batches.Order.EPOCHS;
    batchOrder = scope.ints("batch order", replicas, all.batch() + (epochs ? 1 : 0));
    nextBatch = shape.batches().full() ? () -> {} : nextBatch(all, epochs);
  }

  private Optimizer optimizer(ParameterGroup group) {
    String name = group.name().toLowerCase(Locale.ROOT);
    return new Optimizer(scope, name, shape.optimizer(group), replicas);
  }

  /** [R?, classes, D]: random per replica, or one-hot for all, or of no width. */
  private Tensor targetTable() {
    int classes = shape.task().classes();
    return switch (shape.model().objective()) {
      case REGRESSION ->
          scope.floats("targets", replicas, classes, shape.model().targetDimension());
      case CLASSIFICATION -> scope.floats("targets", 1, classes, 0);
      case ONE_HOT -> {
        Tensor table = scope.floats("targets", 1, classes, classes);
        double[] rows = new double[classes * classes];
        Arrays.setAll(rows, i -> i / classes == i % classes ? 1 : 0);
        table.write(rows);
        yield table;
      }
    };
  }

  private DeviceSamples symbols(String name, int size, int tokens) {
    Tensor inputs = scope.ints(name + " inputs", replicas, size, tokens);
    return DeviceSamples.of(scope, name, inputs, targetTable);
  }

  private DeviceSamples batch(DeviceSamples all) {
    Batches batches = shape.batches();
    return batches.full() ? all : all.batch(scope, replicas, batches.size());
  }

  private Evaluation evaluation(DeviceSamples samples, Gradients gradients) {
    boolean drops = gradients == Gradients.TRACKED && shape.model().dropout() > 0;
    Pass pass =
        new Pass(
            new Graph(scope, replicas, gradients),
            parameters,
            drops ? Optional.of(new DropoutSource(dropoutRate, seed, steps)) : Optional.empty());
    return Evaluation.of(scope, pass, shape.model(), shape.task(), samples);
  }

  /** Fills the batch with samples that are a function of seed and step. */
  private Runnable nextBatch(DeviceSamples all, boolean epochs) {
    DeviceSamples batch = trained.samples();
    Tensor index = scope.ints("batch index", replicas, batch.batch());
    return () -> {
      if (epochs) {
        kernels.shuffledBatch(index, batchOrder, seed, steps);
      } else {
        kernels.chooseWithoutReplacement(index, batchOrder, seed, steps);
      }
      batch.gather(kernels, all, index);
      batch.findTargets(kernels);
    };
  }

  /** Sets one replica to its start. */
  void load(int replica, Experiment experiment, InitialState state) {
    state().values().forEach(tensor -> clear(tensor.slice(replica, replica + 1)));
    forgetBatches(replica);
    parameters.forEach(
        (name, p) -> p.load(replica, InitialState.required(state.parameters(), name)));
    optimizers.forEach((group, optimizer) -> optimizer.load(replica, experiment.optimizer(group)));
    dropoutRate.slice(replica, replica + 1).write(experiment.model().dropout());
    RandomStream random = new RandomStream(experiment.seed(), Purpose.BATCHES);
    seed.slice(replica, replica + 1).write(random.word(), random.word());
    if (shape.model().objective() == Objective.REGRESSION) {
      double[] table = state.targets().orElseThrow().values();
      targetTable.slice(replica, replica + 1).write(table);
    }
    if (state.samples() instanceof Samples.Symbols symbols) {
      SymbolTask task = symbols.split().task();
      train.samples().load(replica, shape.model(), task, symbols.split().train());
      validation.samples().load(replica, shape.model(), task, symbols.split().validation());
    }
  }

  /**
   * Drops the order of the epoch, which is kept on the device: another seed or step has another.
   */
  void forgetBatches(int replica) {
    clear(batchOrder.slice(replica, replica + 1));
  }

  private static void clear(Tensor tensor) {
    int n = Math.toIntExact(tensor.shape().elements());
    switch (tensor.dtype()) {
      case FLOAT32 -> tensor.write(new float[n]);
      case INT32 -> tensor.write(new int[n]);
    }
  }

  /** To be called after replicas have been loaded. */
  void findTargets() {
    train.samples().findTargets(kernels);
    validation.samples().findTargets(kernels);
  }

  /** Metrics of the present state. */
  void look() {
    train.forward();
    train.measureAccuracy(kernels);
    validation.forward();
    validation.measureAccuracy(kernels);
  }

  /** Metrics of the present state, and what they reach for the first time. */
  void note() {
    look();
    kernels.firstNonFinite(firstNonFinite, train.loss().data(), steps);
    kernels.firstCrossing(firstTrain, train.accuracy(), shape.thresholds().train(), steps);
    kernels.firstCrossing(
        firstValidation, validation.accuracy(), shape.thresholds().validation(), steps);
  }

  /**
   * Gradients and one update; the step counter is left to the caller.
   *
   * @param looked whether the forward pass over all training samples has just been made
   */
  @SuppressWarnings("ReferenceEquality") // Whether both are one evaluation, not equal ones.
  void update(boolean looked) {
    nextBatch.run();
    if (!looked || trained != train) {
      trained.forward();
    }
    trained.backward();
    optimizers.values().forEach(optimizer -> optimizer.update(kernels, steps));
  }

  /** [R]: loss on the samples of the last update. */
  Tensor updateLoss() {
    return trained.loss().data();
  }

  /** [R], int: updates made. */
  Tensor steps() {
    return steps;
  }

  long step(int replica) {
    return steps.slice(replica, replica + 1).ints()[0];
  }

  /** Metrics of the last look. */
  List<ReplicaMetrics> metrics(long[] made) {
    double[] trainLoss = train.loss().data().doubles();
    double[] validationLoss = validation.loss().data().doubles();
    double[] trainAccuracy = train.accuracy().doubles();
    double[] validationAccuracy = validation.accuracy().doubles();
    boolean validated = validation.samples().batch() > 0;
    List<ReplicaMetrics> metrics = new ArrayList<>();
    for (int r = 0; r < replicas; r++) {
      metrics.add(
          new ReplicaMetrics(
              made[r],
              trainLoss[r],
              validated ? validationLoss[r] : Double.NaN,
              trainAccuracy[r],
              validated ? validationAccuracy[r] : Double.NaN));
    }
    return metrics;
  }

  /** Reads each tensor once for all replicas, because every read waits for the device. */
  List<Crossings> crossings(long[] made) {
    int[] trained = firstTrain.ints();
    int[] validated = firstValidation.ints();
    int[] diverged = firstNonFinite.ints();
    List<Crossings> crossings = new ArrayList<>();
    for (int r = 0; r < replicas; r++) {
      crossings.add(
          new Crossings(
              crossing(trained[r], made[r]),
              crossing(validated[r], made[r]),
              crossing(diverged[r], made[r])));
    }
    return crossings;
  }

  private static Crossing crossing(int updates, long made) {
    return updates == 0 ? Crossing.censored(made) : Crossing.reached(updates - 1);
  }

  /** By PyTorch's name. */
  Map<String, Parameter> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /**
   * The parameter that holds the representation.
   *
   * @throws GrokException if the model has none
   */
  Parameter embedding() {
    return shape
        .model()
        .embedding()
        .map(parameters::get)
        .orElseThrow(() -> new GrokException("the model has no embeddings"));
  }

  /** Everything that training changes, by name: [R, ...] each. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> state.put(name, parameter.value().data()));
    optimizers.values().forEach(optimizer -> state.putAll(optimizer.state()));
    state.put("steps", steps);
    state.put("first_train", firstTrain);
    state.put("first_validation", firstValidation);
    state.put("first_non_finite", firstNonFinite);
    return state;
  }
}
