package dev.grok.lab.run;

import dev.grok.lab.train.LogEntry;
import dev.grok.models.train.Experiment;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** metrics.csv: a row per logged step and replica; a value that is not finite is left empty. */
public record MetricsCsv(LineWriter writer, List<Experiment> experiments) {
  /** The numbers of a {@link LogEntry} in their order, with replica and seed after the step. */
  static final String HEADER =
      "step,replica,seed,train_loss,validation_loss,train_accuracy,validation_accuracy,rqi,"
          + "predicted_accuracy,effective_dimension,weight_norm\n";

  public MetricsCsv {
    writer.print(HEADER);
  }

  /** Writes a step: an entry for each replica. */
  public void write(List<LogEntry> entries) {
    for (int r = 0; r < entries.size(); r++) {
      double[] numbers = entries.get(r).toArray();
      StringJoiner row = new StringJoiner(",", "", "\n");
      row.add(Long.toString(entries.get(r).metrics().step()));
      row.add(Integer.toString(r)).add(Long.toString(experiments.get(r).seed()));
      Arrays.stream(numbers).skip(1).mapToObj(MetricsCsv::number).forEach(row::add);
      writer.print(row.toString());
    }
    writer.flush();
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
