package dev.grok.lab.train;

import dev.grok.api.GrokException;
import dev.grok.models.io.HostTensor;
import dev.grok.models.train.Crossing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What was seen of every replica: its log, its embeddings, and when it became linear. */
final class TrainingLog {
  private static final String ENTRIES = "looks";
  private static final String EMBEDDINGS = "embeddings";
  private static final String LINEAR_AT = "linear_at";

  /** {@code linearAt} of a replica that is not linear yet. */
  private static final long NEVER = -1;

  private final List<List<LogEntry>> entries = new ArrayList<>();
  private final List<List<double[][]>> embeddings = new ArrayList<>();
  private final long[] linearAt;
  private final int symbols;
  private final int dimensions;

  /**
   * @param embedding of the shape that all will have; no rows: there are none
   */
  TrainingLog(int replicas, double[][] embedding) {
    symbols = embedding.length;
    dimensions = symbols == 0 ? 0 : embedding[0].length;
    linearAt = new long[replicas];
    Arrays.fill(linearAt, NEVER);
    for (int r = 0; r < replicas; r++) {
      entries.add(new ArrayList<>());
      embeddings.add(new ArrayList<>());
    }
  }

  boolean isLinear(int replica) {
    return linearAt[replica] != NEVER;
  }

  void noteLinear(int replica, long step) {
    linearAt[replica] = step;
  }

  /** When a replica became linear, after so many updates in all. */
  Crossing linearAt(int replica, long updates) {
    return isLinear(replica) ? Crossing.reached(linearAt[replica]) : Crossing.censored(updates);
  }

  /** The log of a replica; it is added to. */
  List<LogEntry> entries(int replica) {
    return entries.get(replica);
  }

  /** The embeddings of a replica at each entry of its log; they are added to. */
  List<double[][]> embeddings(int replica) {
    return embeddings.get(replica);
  }

  /** Number of logged steps. */
  int size() {
    return entries.get(0).size();
  }

  /** The last logged step; -1 if there is none. */
  long lastStep() {
    return size() == 0 ? -1 : entries.get(0).get(size() - 1).metrics().step();
  }

  /** Puts everything into a snapshot. */
  void snapshot(Map<String, HostTensor> snapshot) {
    int replicas = linearAt.length;
    snapshot.put(
        ENTRIES,
        HostTensor.exact(
            new int[] {replicas, size(), LogEntry.NUMBERS},
            entries.stream()
                .flatMap(List::stream)
                .flatMapToDouble(entry -> Arrays.stream(entry.toArray()))
                .toArray()));
    if (symbols > 0) {
      snapshot.put(
          EMBEDDINGS,
          HostTensor.exact(
              new int[] {replicas, size(), symbols, dimensions},
              embeddings.stream()
                  .flatMap(List::stream)
                  .flatMap(Arrays::stream)
                  .flatMapToDouble(Arrays::stream)
                  .toArray()));
    }
    snapshot.put(
        LINEAR_AT,
        HostTensor.exact(new int[] {replicas}, Arrays.stream(linearAt).asDoubleStream().toArray()));
  }

  /**
   * Takes everything from a snapshot; this log must be empty.
   *
   * @throws GrokException in one sentence, if the snapshot is of another training
   */
  void restore(Map<String, HostTensor> snapshot) {
    int replicas = linearAt.length;
    HostTensor seen = required(snapshot, ENTRIES);
    int count = seen.shape().length == 3 ? seen.shape()[1] : 0;
    seen.requireShape(ENTRIES, replicas, count, LogEntry.NUMBERS);
    double[] numbers = seen.values();
    for (int i = 0; i < replicas * count; i++) {
      entries.get(i / count).add(LogEntry.of(numbers, i * LogEntry.NUMBERS));
    }
    if (symbols > 0) {
      HostTensor history = required(snapshot, EMBEDDINGS);
      history.requireShape(EMBEDDINGS, replicas, count, symbols, dimensions);
      double[] values = history.values();
      for (int i = 0; i < replicas * count; i++) {
        embeddings.get(i / count).add(matrix(values, i * symbols * dimensions));
      }
    }
    double[] linear = required(snapshot, LINEAR_AT).values();
    Arrays.setAll(linearAt, r -> (long) linear[r]);
  }

  private double[][] matrix(double[] values, int at) {
    double[][] matrix = new double[symbols][];
    for (int k = 0; k < symbols; k++) {
      matrix[k] = Arrays.copyOfRange(values, at + k * dimensions, at + (k + 1) * dimensions);
    }
    return matrix;
  }

  private static HostTensor required(Map<String, HostTensor> snapshot, String name) {
    HostTensor tensor = snapshot.get(name);
    if (tensor == null) {
      throw new GrokException("the resume point has no tensor '" + name + "'");
    }
    return tensor;
  }
}
