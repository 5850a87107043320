package dev.grok.lab.run;

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

  /** Writes the looks at all replicas at one step. */
  public void write(List<Look> looks) {
    for (int r = 0; r < looks.size(); r++) {
      Look look = looks.get(r);
      ReplicaMetrics metrics = look.metrics();
      String[] fields = {
        Long.toString(metrics.step()),
        Integer.toString(r),
        Long.toString(experiments.get(r).seed()),
        number(metrics.trainLoss()),
        number(metrics.validationLoss()),
        number(metrics.trainAccuracy()),
        number(metrics.validationAccuracy()),
        number(look.rqi()),
        number(look.predictedAccuracy()),
        number(look.effectiveDimension()),
        number(look.weightNorm())
      };
      writer.print(String.join(",", fields) + "\n");
    }
    writer.flush();
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
