package dev.grok.lab.train;

import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Samples;
import dev.grok.models.task.Split;
import dev.grok.models.train.Crossing;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.Phase;
import dev.grok.models.train.ReplicaMetrics;
import dev.grok.models.train.ReplicaOutcome;
import dev.grok.theory.parallelogram.DataSet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What became of one replica.
 *
 * @param experiment what was trained
 * @param samples training and validation samples
 * @param prediction what the theory said, if it speaks of such experiments; empty for more than
 *     {@link Prediction#MAX_P} symbols
 * @param log what was measured at the logged steps, from step 0 to the last
 * @param embeddings [p][d] at each entry of the log; none if the model has no embeddings
 * @param linear when RQI was first seen above its threshold, in updates made
 * @param outcome crossings, divergence, last metrics
 * @param phase of Table 1
 */
public record ReplicaRun(
    Experiment experiment,
    Samples samples,
    Optional<Prediction> prediction,
    List<LogEntry> log,
    List<double[][]> embeddings,
    Crossing linear,
    ReplicaOutcome outcome,
    Phase phase) {
  public ReplicaRun {
    log = List.copyOf(log);
    embeddings = List.copyOf(embeddings);
  }

  /** Whether an embedding has no NaN and no infinity. */
  public static boolean isFinite(double[][] embedding) {
    return Arrays.stream(embedding).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
  }

  public LogEntry last() {
    return log.get(log.size() - 1);
  }

  /** Accuracy on all samples, at the end. */
  public double accuracy() {
    ReplicaMetrics metrics = last().metrics();
    int validation = samples.validation();
    if (validation == 0) {
      return metrics.trainAccuracy();
    }
    int train = samples.training();
    return (train * metrics.trainAccuracy() + validation * metrics.validationAccuracy())
        / (train + validation);
  }

  /** The training set of a run of addition. */
  public DataSet dataSet() {
    Split split = ((Samples.Symbols) samples).split();
    return DataSet.of((AdditionTask) experiment.task(), split.train());
  }

  /** |D|/|D₀|. */
  public double fraction() {
    return samples.training() / (double) (samples.training() + samples.validation());
  }
}
