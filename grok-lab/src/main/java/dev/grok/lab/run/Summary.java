package dev.grok.lab.run;

import dev.grok.lab.train.Prediction;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.models.train.Crossing;
import dev.grok.models.train.Phase;
import dev.grok.models.train.ReplicaMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The results of a run, as summary.json holds them: what was not reached, not finite or not there
 * is null.
 *
 * @param name of the run
 * @param steps number of updates
 * @param replicas one entry each
 */
public record Summary(String name, long steps, List<Replica> replicas) {
  /**
   * One replica.
   *
   * @param stepsToTrain first update, counted from 0, after which training accuracy had reached the
   *     threshold
   * @param stepsToValidation the same for validation accuracy
   * @param divergedAt the same for a training loss that is NaN or infinite
   * @param stepsToRqi number of updates made when RQI was first seen above its threshold
   * @param accuracy on all samples
   */
  public record Replica(
      int replica,
      long seed,
      int trainingSamples,
      OptionalLong stepsToTrain,
      OptionalLong stepsToValidation,
      Phase phase,
      OptionalLong divergedAt,
      OptionalDouble trainLoss,
      OptionalDouble validationLoss,
      OptionalDouble trainAccuracy,
      OptionalDouble validationAccuracy,
      OptionalDouble accuracy,
      OptionalLong stepsToRqi,
      OptionalDouble rqi,
      OptionalDouble predictedAccuracy,
      Optional<Theory> theory) {}

  /** A {@link Prediction} without infinities. */
  public record Theory(
      int n0, double lambda3, OptionalDouble nh, double idealRqi, double idealAccuracy) {
    static Theory of(Prediction prediction) {
      return new Theory(
          prediction.n0(),
          prediction.lambda3(),
          finite(prediction.nh()),
          prediction.idealRqi(),
          prediction.idealAccuracy());
    }
  }

  /** Summarizes the replicas in their order. */
  public static Summary of(String name, long steps, List<ReplicaRun> runs) {
    List<Replica> replicas = new ArrayList<>();
    for (ReplicaRun run : runs) {
      ReplicaMetrics metrics = run.last().metrics();
      replicas.add(
          new Replica(
              replicas.size(),
              run.experiment().seed(),
              run.experiment().trainingSamples(),
              step(run.outcome().train()),
              step(run.outcome().validation()),
              run.phase(),
              step(run.outcome().divergence()),
              finite(metrics.trainLoss()),
              finite(metrics.validationLoss()),
              finite(metrics.trainAccuracy()),
              finite(metrics.validationAccuracy()),
              finite(run.accuracy()),
              step(run.linear()),
              finite(run.last().rqi()),
              finite(run.last().predictedAccuracy()),
              run.prediction().map(Theory::of)));
    }
    return new Summary(name, steps, replicas);
  }

  static OptionalLong step(Crossing crossing) {
    return crossing instanceof Crossing.Reached reached
        ? OptionalLong.of(reached.step())
        : OptionalLong.empty();
  }

  static OptionalDouble finite(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
