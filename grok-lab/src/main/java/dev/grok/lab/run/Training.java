package dev.grok.lab.run;

import dev.grok.api.Backend;
import dev.grok.lab.config.PhaseConfig;
import dev.grok.lab.config.RqiConfig;
import dev.grok.models.toy.ToyEnsemble;
import dev.grok.models.toy.ToyExperiment;
import dev.grok.models.toy.ToyInitialState;
import dev.grok.models.train.Crossing;
import dev.grok.models.train.Schedule;
import dev.grok.models.train.PhaseRule;
import dev.grok.models.train.ReplicaMetrics;
import dev.grok.models.train.ReplicaOutcome;
import dev.grok.theory.DataSet;
import dev.grok.theory.PredictedAccuracy;
import dev.grok.theory.Rqi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Trains an ensemble and looks at it: at the logged steps at everything, in between at RQI. */
public final class Training implements AutoCloseable {
  /** Longest time without a sign of life, in steps. */
  private static final long STRIDE = 500;

  /** Is told what is seen, as it is seen. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A logged step.
     *
     * @param looks of all replicas
     */
    void logged(List<Look> looks);
  }

  private final ToyEnsemble ensemble;
  private final RqiConfig rqiConfig;
  private final Rqi rqi;
  private final List<DataSet> dataSets;
  private final List<List<Look>> looks = new ArrayList<>();
  private final List<List<double[][]>> embeddings = new ArrayList<>();
  private final long[] linearAt;

  /** Replicas that start from the given states. */
  public Training(
      Backend backend,
      List<ToyExperiment> experiments,
      List<ToyInitialState> states,
      RqiConfig rqiConfig) {
    this.rqiConfig = rqiConfig;
    rqi = new Rqi(experiments.get(0).task().p(), rqiConfig.definition());
    dataSets =
        states.stream().map(s -> DataSet.of(experiments.get(0).task(), s.split().train())).toList();
    linearAt = new long[experiments.size()];
    Arrays.fill(linearAt, -1);
    for (int r = 0; r < experiments.size(); r++) {
      looks.add(new ArrayList<>());
      embeddings.add(new ArrayList<>());
    }
    ensemble = ToyEnsemble.create(backend, experiments, states);
  }

  /**
   * Trains from step 0.
   *
   * @param steps number of updates
   * @param progress is told how many updates were made since it was last told
   */
  public void run(long steps, Schedule log, Listener listener, LongConsumer progress) {
    for (long next : log.steps(steps)) {
      while (ensemble.step() < next) {
        long toRqi = rqiConfig.every() - ensemble.step() % rqiConfig.every();
        long stride = Math.min(Math.min(toRqi, STRIDE), next - ensemble.step());
        ensemble.run(stride);
        if (ensemble.step() % rqiConfig.every() == 0) {
          lookAtRqi();
        }
        progress.accept(stride);
      }
      listener.logged(look());
    }
  }

  private void lookAtRqi() {
    for (int r = 0; r < ensemble.replicas(); r++) {
      if (linearAt[r] < 0) {
        noteRqi(r, rqi.rqi(ensemble.embedding(r)));
      }
    }
  }

  private void noteRqi(int replica, double value) {
    if (linearAt[replica] < 0 && value > rqiConfig.threshold()) {
      linearAt[replica] = ensemble.step();
    }
  }

  private List<Look> look() {
    List<ReplicaMetrics> metrics = ensemble.metrics();
    List<Look> now = new ArrayList<>();
    for (int r = 0; r < ensemble.replicas(); r++) {
      double[][] embedding = ensemble.embedding(r);
      double quality = Double.NaN;
      double predicted = Double.NaN;
      if (isFinite(embedding)) {
        quality = rqi.rqi(embedding);
        predicted = PredictedAccuracy.of(dataSets.get(r), rqi.parallelograms(embedding));
        noteRqi(r, quality);
      }
      Look look = new Look(metrics.get(r), quality, predicted);
      now.add(look);
      looks.get(r).add(look);
      embeddings.get(r).add(embedding);
    }
    return now;
  }

  private static boolean isFinite(double[][] embedding) {
    return Arrays.stream(embedding).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
  }

  /** The ensemble, for its parameters. */
  public ToyEnsemble ensemble() {
    return ensemble;
  }

  /** What became of every replica. */
  public List<ReplicaRun> results(PhaseConfig phases) {
    List<ReplicaOutcome> outcomes = ensemble.outcomes();
    List<ReplicaRun> results = new ArrayList<>();
    for (int r = 0; r < ensemble.replicas(); r++) {
      ToyExperiment experiment = ensemble.experiment(r);
      ReplicaOutcome outcome = outcomes.get(r);
      PhaseRule rule = phases.rule(experiment.threshold());
      Optional<Prediction> prediction =
          experiment.task().p() > Prediction.MAX_P
              ? Optional.empty()
              : Optional.of(
                  Prediction.of(
                      ensemble.initialState(r).split(), experiment.embedding().learningRate()));
      results.add(
          new ReplicaRun(
              experiment,
              ensemble.initialState(r).split(),
              prediction,
              looks.get(r),
              embeddings.get(r),
              linearAt[r] < 0 ? Crossing.censored(ensemble.step()) : Crossing.reached(linearAt[r]),
              outcome,
              rule.classify(outcome.train(), outcome.validation())));
    }
    return results;
  }

  @Override
  public void close() {
    ensemble.close();
  }
}
