package dev.grok.lab.run;

import dev.grok.lab.train.LogEntry;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.ReplicaMetrics;
import java.util.List;

/** metrics.csv: a row per logged step and replica; a value that is not finite is left empty. */
public final class MetricsCsv {
  static final String HEADER =
      "step,replica,seed,train_loss,validation_loss,train_accuracy,validation_accuracy,rqi,"
          + "predicted_accuracy,effective_dimension,weight_norm\n";

  private final LineWriter writer;
  private final List<Experiment> experiments;

  /** Writes the header. */
  public MetricsCsv(LineWriter writer, List<Experiment> experiments) {
    this.writer = writer;
    this.experiments = experiments;
    writer.print(HEADER);
  }

  /** Writes a step: an entry for each replica. */
  public void write(List<LogEntry> entries) {
    for (int r = 0; r < entries.size(); r++) {
      LogEntry entry = entries.get(r);
      ReplicaMetrics metrics = entry.metrics();
      String[] fields = {
        Long.toString(metrics.step()),
        Integer.toString(r),
        Long.toString(experiments.get(r).seed()),
        number(metrics.trainLoss()),
        number(metrics.validationLoss()),
        number(metrics.trainAccuracy()),
        number(metrics.validationAccuracy()),
        number(entry.rqi()),
        number(entry.predictedAccuracy()),
        number(entry.effectiveDimension()),
        number(entry.weightNorm())
      };
      writer.print(String.join(",", fields) + "\n");
    }
    writer.flush();
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
