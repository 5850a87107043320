package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cpu.internal.loop.DistanceLoops;
import dev.grok.backend.cpu.internal.loop.Loops;
import dev.grok.backend.cpu.internal.loop.MatmulLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/** Shares of correctly predicted samples. */
final class AccuracyOps {
  private AccuracyOps() {}

  /** {@code correct / batch}; in double, the quotient of two ints rounds correctly to float. */
  private static float share(int correct, int batch) {
    return batch == 0 ? 0 : (float) ((double) correct / batch);
  }

  /** Compares squared distances; each is summed over d in ascending order. */
  static final class NearestTarget extends Op {
    private final MatmulLoops matmul;
    private final DistanceLoops distance;
    private final Floats accuracy; // [R]
    private final Floats predictions; // [R?, B, D]
    private final Floats targets; // [R?, V, D]
    private final Ints labels; // [R?, B]
    private final int batch;
    private final int dimensions;
    private final int vocabulary;

    NearestTarget(Loops loops, Tensor accuracy, Tensor predictions, Tensor targets, Tensor labels) {
      super("nearestTargetAccuracy", accuracy);
      matmul = loops.matmul();
      distance = loops.distance();
      this.accuracy = floats(accuracy);
      this.predictions = floats(predictions);
      this.targets = floats(targets);
      this.labels = ints(labels);
      batch = predictions.shape().axis(1);
      dimensions = predictions.shape().axis(2);
      vocabulary = targets.shape().axis(1);
    }

    @Override
    public long cost() {
      return 2L * batch * vocabulary * dimensions;
    }

    /** The targets are packed as columns, as many as fill whole vectors. */
    private int columns() {
      return (vocabulary + 15) / 16 * 16;
    }

    @Override
    public int workLength() {
      return columns();
    }

    @Override
    public int packedLength() {
      return Math.multiplyExact(columns(), dimensions);
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      float[] packedTargets = scratch.packed; // [D, columns]
      matmul.transposeBlock(
          vocabulary,
          dimensions,
          packedTargets,
          0,
          columns(),
          targets.data,
          targets.at(replica),
          dimensions);
      int correct = 0;
      for (int row = 0; row < batch; row++) {
        int label = labels.data[labels.at(replica) + row];
        int i = predictions.at(replica) + row * dimensions;
        distance.squaredDistances(
            scratch.work, 0, predictions.data, i, dimensions, packedTargets, columns());
        int nearest = smallest(scratch.work, vocabulary);
        correct += nearest >= 0 && nearest == label ? 1 : 0;
      }
      accuracy.data[accuracy.at(replica)] = share(correct, batch);
    }

    /** The lowest index of the smallest number that is not NaN; -1 if there is none. */
    private static int smallest(float[] distances, int n) {
      int best = -1;
      float least = Float.NaN;
      for (int i = 0; i < n; i++) {
        float distance = distances[i];
        if (distance < least || (best < 0 && !Float.isNaN(distance))) {
          least = distance;
          best = i;
        }
      }
      return best;
    }
  }

  /** Compares logits. */
  static final class ArgMax extends Op {
    private final Floats accuracy; // [R]
    private final Floats logits; // [R?, B, V]
    private final Ints labels; // [R?, B]
    private final int batch;
    private final int vocabulary;

    ArgMax(Tensor accuracy, Tensor logits, Tensor labels) {
      super("argMaxAccuracy", accuracy);
      this.accuracy = floats(accuracy);
      this.logits = floats(logits);
      this.labels = ints(labels);
      batch = logits.shape().axis(1);
      vocabulary = logits.shape().axis(2);
    }

    @Override
    public long cost() {
      return 2L * logits.length;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      int correct = 0;
      for (int row = 0; row < batch; row++) {
        int label = labels.data[labels.at(replica) + row];
        int at = logits.at(replica) + row * vocabulary;
        int largest = largest(at);
        correct += largest >= 0 && largest == label ? 1 : 0;
      }
      accuracy.data[accuracy.at(replica)] = share(correct, batch);
    }

    /** The lowest index of the largest logit that is not NaN; -1 if there is none. */
    private int largest(int at) {
      int best = -1;
      float most = Float.NaN;
      for (int v = 0; v < vocabulary; v++) {
        float logit = logits.data[at + v];
        if (logit > most || (best < 0 && !Float.isNaN(logit))) {
          most = logit;
          best = v;
        }
      }
      return best;
    }
  }
}
