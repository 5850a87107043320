package dev.grok.lab.run;

import dev.grok.api.Backend;
import dev.grok.api.GrokException;
import dev.grok.lab.config.RqiConfig;
import dev.grok.models.io.HostTensor;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.train.Crossing;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.models.train.PhaseRule;
import dev.grok.models.train.ReplicaOutcome;
import dev.grok.models.train.Schedule;
import dev.grok.theory.representation.Pca;
import dev.grok.theory.representation.WeightNorms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/** Trains an ensemble and looks at it: at the logged steps at everything, in between at RQI. */
public final class Training implements AutoCloseable {
  /** Longest time without a sign of life. */
  private static final long BREATH_NANOS = 250_000_000;

  private static final long LONGEST_STRIDE = 500;
  private static final String LOOKS = "looks";
  private static final String EMBEDDINGS = "embeddings";
  private static final String LINEAR_AT = "linear_at";

  /** Is told what is seen, as it is seen. */
  public interface Listener {
    /**
     * A logged step.
     *
     * @param looks of all replicas
     */
    void logged(List<Look> looks);

    /** A step of the checkpoint schedule. */
    default void checkpoint(long step) {}

    /** Some updates were made. */
    default void advanced(long updates) {}
  }

  private final Backend backend;
  private final Ensemble ensemble;
  private final RqiConfig rqiConfig;
  private final Probe probe;
  private final boolean hasEmbedding;
  private final List<List<Look>> looks = new ArrayList<>();
  private final List<List<double[][]>> embeddings = new ArrayList<>();
  private final long[] linearAt;

  /** Replicas that start from the given states. */
  public Training(
      Backend backend,
      List<Experiment> experiments,
      List<InitialState> states,
      RqiConfig rqiConfig) {
    this.backend = backend;
    this.rqiConfig = rqiConfig;
    probe = Probe.of(experiments, states, rqiConfig);
    hasEmbedding = experiments.get(0).model().embedding().isPresent();
    linearAt = new long[experiments.size()];
    Arrays.fill(linearAt, -1);
    for (int r = 0; r < experiments.size(); r++) {
      looks.add(new ArrayList<>());
      embeddings.add(new ArrayList<>());
    }
    ensemble = Ensemble.create(backend, experiments, states);
  }

  /**
   * Trains from where it stands.
   *
   * @param steps number of updates in all
   * @param log at which steps everything is looked at
   * @param checkpoints at which steps the listener is asked for a checkpoint
   */
  public void run(long steps, Schedule log, Schedule checkpoints, Listener listener) {
    long[] logged = log.steps(steps);
    long[] saved = checkpoints.steps(steps);
    long seen =
        looks.get(0).isEmpty() ? -1 : looks.get(0).get(looks.get(0).size() - 1).metrics().step();
    long started = ensemble.step();
    PrimitiveIterator.OfLong stops =
        LongStream.concat(Arrays.stream(logged), Arrays.stream(saved))
            .sorted()
            .distinct()
            .iterator();
    while (stops.hasNext()) {
      long next = stops.next();
      if (next < started) {
        continue;
      }
      advance(next, listener);
      if (Arrays.binarySearch(saved, next) >= 0) {
        listener.checkpoint(next);
      }
      if (next > seen && Arrays.binarySearch(logged, next) >= 0) {
        listener.logged(look());
      }
    }
  }

  private void advance(long to, Listener listener) {
    long stride = 1;
    while (ensemble.step() < to) {
      long left = to - ensemble.step();
      if (probe != Probe.NONE) {
        left = Math.min(left, rqiConfig.every() - ensemble.step() % rqiConfig.every());
      }
      long now = Math.min(stride, left);
      long start = System.nanoTime();
      ensemble.run(now);
      // A device may only have taken note of it.
      backend.synchronize();
      if (probe != Probe.NONE && ensemble.step() % rqiConfig.every() == 0) {
        lookAtRqi();
      }
      listener.advanced(now);
      // Half as long again would still be a sign of life in time.
      boolean quick = (System.nanoTime() - start) * stride < BREATH_NANOS / 2 * now;
      stride = quick ? Math.min(2 * stride, LONGEST_STRIDE) : Math.max(1, stride / 2);
    }
  }

  private void lookAtRqi() {
    for (int r = 0; r < ensemble.replicas(); r++) {
      if (linearAt[r] < 0) {
        double[][] embedding = ensemble.embedding(r);
        noteRqi(r, probe.rqi(embedding));
      }
    }
  }

  private void noteRqi(int replica, double value) {
    if (linearAt[replica] < 0 && value > rqiConfig.threshold()) {
      linearAt[replica] = ensemble.step();
    }
  }

  private List<Look> look() {
    List<ReplicaOutcome> outcomes = ensemble.evaluate();
    List<Look> now = new ArrayList<>();
    for (int r = 0; r < ensemble.replicas(); r++) {
      double quality = Double.NaN;
      double predicted = Double.NaN;
      double dimension = Double.NaN;
      if (hasEmbedding) {
        double[][] embedding = ensemble.embedding(r);
        embeddings.get(r).add(embedding);
        if (isFinite(embedding)) {
          quality = probe.rqi(embedding);
          predicted = probe.predictedAccuracy(r, embedding);
          dimension = Pca.of(embedding).effectiveDimension();
          noteRqi(r, quality);
        }
      }
      Look look =
          new Look(
              outcomes.get(r).last(),
              quality,
              predicted,
              dimension,
              WeightNorms.of(ensemble.parameters(r)).total());
      now.add(look);
      looks.get(r).add(look);
    }
    return now;
  }

  private static boolean isFinite(double[][] embedding) {
    return Arrays.stream(embedding).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
  }

  /** The ensemble, for its parameters. */
  public Ensemble ensemble() {
    return ensemble;
  }

  /** What has been seen so far, a list of all replicas for each logged step. */
  public List<List<Look>> seen() {
    List<List<Look>> steps = new ArrayList<>();
    for (int i = 0; i < looks.get(0).size(); i++) {
      int look = i;
      steps.add(looks.stream().map(of -> of.get(look)).toList());
    }
    return steps;
  }

  /** Everything that {@link #restore} needs to continue to the same bits and the same records. */
  public Map<String, HostTensor> snapshot() {
    Map<String, HostTensor> snapshot = new LinkedHashMap<>();
    int replicas = ensemble.replicas();
    int count = looks.get(0).size();
    snapshot.put(
        LOOKS,
        HostTensor.exact(
            new int[] {replicas, count, Look.NUMBERS},
            looks.stream()
                .flatMap(List::stream)
                .flatMapToDouble(look -> Arrays.stream(look.toArray()))
                .toArray()));
    if (hasEmbedding) {
      double[][] one = ensemble.embedding(0);
      snapshot.put(
          EMBEDDINGS,
          HostTensor.exact(
              new int[] {replicas, count, one.length, one[0].length},
              embeddings.stream()
                  .flatMap(List::stream)
                  .flatMap(Arrays::stream)
                  .flatMapToDouble(Arrays::stream)
                  .toArray()));
    }
    snapshot.put(
        LINEAR_AT,
        HostTensor.exact(new int[] {replicas}, Arrays.stream(linearAt).asDoubleStream().toArray()));
    for (int r = 0; r < replicas; r++) {
      String prefix = prefix(r);
      ensemble.snapshot(r).forEach((name, tensor) -> snapshot.put(prefix + name, tensor));
    }
    return snapshot;
  }

  private static String prefix(int replica) {
    return "replica." + replica + "/";
  }

  /**
   * Goes on from a snapshot of a training with the same experiments.
   *
   * @throws GrokException in one sentence, if it is of another
   */
  public void restore(Map<String, HostTensor> snapshot) {
    int replicas = ensemble.replicas();
    HostTensor seen = required(snapshot, LOOKS);
    int count = seen.shape().length == 3 ? seen.shape()[1] : 0;
    seen.requireShape(LOOKS, replicas, count, Look.NUMBERS);
    double[] numbers = seen.values();
    for (int i = 0; i < replicas * count; i++) {
      looks.get(i / count).add(Look.of(numbers, i * Look.NUMBERS));
    }
    if (hasEmbedding) {
      restoreEmbeddings(required(snapshot, EMBEDDINGS), replicas, count);
    }
    double[] linear = required(snapshot, LINEAR_AT).values();
    for (int r = 0; r < replicas; r++) {
      linearAt[r] = (long) linear[r];
      String prefix = prefix(r);
      Map<String, HostTensor> own = new LinkedHashMap<>();
      snapshot.forEach(
          (name, tensor) -> {
            if (name.startsWith(prefix)) {
              own.put(name.substring(prefix.length()), tensor);
            }
          });
      ensemble.restore(r, own);
    }
  }

  private void restoreEmbeddings(HostTensor history, int replicas, int count) {
    double[][] one = ensemble.embedding(0);
    history.requireShape(EMBEDDINGS, replicas, count, one.length, one[0].length);
    double[] values = history.values();
    int at = 0;
    for (int i = 0; i < replicas * count; i++) {
      double[][] embedding = new double[one.length][];
      for (int k = 0; k < one.length; k++) {
        embedding[k] = Arrays.copyOfRange(values, at, at + one[0].length);
        at += one[0].length;
      }
      embeddings.get(i / count).add(embedding);
    }
  }

  private static HostTensor required(Map<String, HostTensor> snapshot, String name) {
    HostTensor tensor = snapshot.get(name);
    if (tensor == null) {
      throw new GrokException("the resume point has no tensor '" + name + "'");
    }
    return tensor;
  }

  /** What became of every replica. */
  public List<ReplicaRun> results(PhaseRule phases) {
    List<ReplicaOutcome> outcomes = ensemble.evaluate();
    List<ReplicaRun> results = new ArrayList<>();
    for (int r = 0; r < ensemble.replicas(); r++) {
      Experiment experiment = ensemble.experiment(r);
      ReplicaOutcome outcome = outcomes.get(r);
      results.add(
          new ReplicaRun(
              experiment,
              ensemble.initialState(r).samples(),
              prediction(experiment, ensemble.initialState(r)),
              looks.get(r),
              embeddings.get(r),
              linearAt[r] < 0 ? Crossing.censored(ensemble.step()) : Crossing.reached(linearAt[r]),
              outcome,
              phases.classify(outcome.train(), outcome.validation())));
    }
    return results;
  }

  private static Optional<Prediction> prediction(Experiment experiment, InitialState state) {
    boolean predicted =
        Probe.hasTheory(experiment) && ((AdditionTask) experiment.task()).p() <= Prediction.MAX_P;
    return predicted
        ? Optional.of(Prediction.of(state.split(), experiment.embedding().learningRate()))
        : Optional.empty();
  }

  @Override
  public void close() {
    ensemble.close();
  }
}
