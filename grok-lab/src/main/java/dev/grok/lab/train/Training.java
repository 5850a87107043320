package dev.grok.lab.train;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.lab.config.RqiConfig;
import dev.grok.models.io.HostTensor;
import dev.grok.models.task.AdditionTask;
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
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Trains an ensemble and measures it: everything at the logged steps, RQI also in between. */
public final class Training implements AutoCloseable {
  /** Longest time between two calls of a listener. */
  private static final long SILENCE_NANOS = 250_000_000;

  private static final long LONGEST_STRIDE = 500;

  /** Is told what happens while it happens. */
  public interface Listener {
    /** Some updates were made. */
    void advanced(long updates);

    /** A step was logged: an entry for each replica. */
    default void logged(List<LogEntry> entries) {}

    /** A step of the checkpoint schedule was reached. */
    default void checkpoint(long step) {}
  }

  private final Backend backend;
  private final Ensemble ensemble;
  private final RqiConfig rqiConfig;
  private final EmbeddingMeasures measures;
  private final boolean hasEmbedding;
  private final TrainingLog log;

  /** Replicas that start from the given states. */
  public Training(
      Backend backend,
      List<Experiment> experiments,
      List<InitialState> states,
      RqiConfig rqiConfig) {
    this.backend = backend;
    this.rqiConfig = rqiConfig;
    measures = EmbeddingMeasures.of(experiments, states, rqiConfig);
    Optional<String> embedding = experiments.get(0).model().embedding();
    hasEmbedding = embedding.isPresent();
    log =
        new TrainingLog(
            experiments.size(),
            embedding
                .map(states.get(0).parameters()::get)
                .map(HostTensor::rows)
                .orElse(new double[0][]));
    ensemble = Ensemble.create(backend, experiments, states);
  }

  /**
   * Trains from where it stands.
   *
   * @param steps number of updates in all
   * @param logged steps at which everything is measured
   * @param checkpoints steps of which the listener is told
   */
  public void run(long steps, Schedule logged, Schedule checkpoints, Listener listener) {
    long[] logSteps = logged.steps(steps);
    long[] saveSteps = checkpoints.steps(steps);
    long seen = log.lastStep();
    long started = ensemble.step();
    long[] stops =
        LongStream.concat(Arrays.stream(logSteps), Arrays.stream(saveSteps))
            .filter(step -> step >= started)
            .sorted()
            .distinct()
            .toArray();
    for (long next : stops) {
      advance(next, listener);
      if (Arrays.binarySearch(saveSteps, next) >= 0) {
        listener.checkpoint(next);
      }
      if (next > seen && Arrays.binarySearch(logSteps, next) >= 0) {
        listener.logged(measure());
      }
    }
  }

  private void advance(long to, Listener listener) {
    long stride = 1;
    while (ensemble.step() < to) {
      long left = to - ensemble.step();
      if (measures != EmbeddingMeasures.NONE) {
        left = Math.min(left, rqiConfig.every() - ensemble.step() % rqiConfig.every());
      }
      long now = Math.min(stride, left);
      long start = System.nanoTime();
      ensemble.run(now);
      // A device works on while the host goes on: wait for it.
      backend.synchronize();
      if (measures != EmbeddingMeasures.NONE && ensemble.step() % rqiConfig.every() == 0) {
        measureRqi();
      }
      listener.advanced(now);
      // A stride of twice the length is taken only if it would still end in time.
      boolean quick = (System.nanoTime() - start) * stride < SILENCE_NANOS / 2 * now;
      stride = quick ? Math.min(2 * stride, LONGEST_STRIDE) : Math.max(1, stride / 2);
    }
  }

  private void measureRqi() {
    for (int r = 0; r < ensemble.replicas(); r++) {
      if (!log.isLinear(r)) {
        noteRqi(r, measures.rqi(ensemble.embedding(r)));
      }
    }
  }

  private void noteRqi(int replica, double value) {
    if (!log.isLinear(replica) && value > rqiConfig.threshold()) {
      log.noteLinear(replica, ensemble.step());
    }
  }

  private List<LogEntry> measure() {
    List<ReplicaOutcome> outcomes = ensemble.evaluate();
    List<LogEntry> now = new ArrayList<>();
    for (int r = 0; r < ensemble.replicas(); r++) {
      double quality = Double.NaN;
      double predicted = Double.NaN;
      double dimension = Double.NaN;
      if (hasEmbedding) {
        double[][] embedding = ensemble.embedding(r);
        log.embeddings(r).add(embedding);
        if (ReplicaRun.isFinite(embedding)) {
          quality = measures.rqi(embedding);
          predicted = measures.predictedAccuracy(r, embedding);
          dimension = Pca.of(embedding).effectiveDimension();
          noteRqi(r, quality);
        }
      }
      double norm = WeightNorms.of(ensemble.parameters(r)).total();
      LogEntry entry = new LogEntry(outcomes.get(r).last(), quality, predicted, dimension, norm);
      log.entries(r).add(entry);
      now.add(entry);
    }
    return now;
  }

  /** The ensemble, for its parameters. */
  public Ensemble ensemble() {
    return ensemble;
  }

  /** What was logged so far: for each logged step an entry for each replica. */
  public List<List<LogEntry>> logged() {
    return IntStream.range(0, log.size())
        .mapToObj(
            i ->
                IntStream.range(0, ensemble.replicas())
                    .mapToObj(r -> log.entries(r).get(i))
                    .toList())
        .toList();
  }

  /** Everything that {@link #restore} needs to continue to the same bits and the same records. */
  public Map<String, HostTensor> snapshot() {
    Map<String, HostTensor> snapshot = new LinkedHashMap<>();
    log.snapshot(snapshot);
    for (int r = 0; r < ensemble.replicas(); r++) {
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
    log.restore(snapshot);
    for (int r = 0; r < ensemble.replicas(); r++) {
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
              log.entries(r),
              log.embeddings(r),
              log.linearAt(r, ensemble.step()),
              outcome,
              phases.classify(outcome.train(), outcome.validation())));
    }
    return results;
  }

  private static Optional<Prediction> prediction(Experiment experiment, InitialState state) {
    boolean predicted =
        EmbeddingMeasures.hasTheory(experiment)
            && ((AdditionTask) experiment.task()).p() <= Prediction.MAX_P;
    return predicted
        ? Optional.of(Prediction.of(state.split(), experiment.embedding().learningRate()))
        : Optional.empty();
  }

  @Override
  public void close() {
    ensemble.close();
  }
}
