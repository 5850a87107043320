package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.Logarithm;
import dev.grok.backend.cpu.internal.loop.SoftmaxLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/** Softmax cross-entropy and its gradient. */
final class CrossEntropyOps {
  private static final int COST_EXP = 20;

  private CrossEntropyOps() {}

  /**
   * The loss of each row; a unit is a row. Exponentials are summed in sixteen lanes, and logarithms
   * are taken in double.
   */
  static final class Rows extends Op {
    private final SoftmaxLoops loops;
    private final double[] losses; // [R, B]
    private final Floats logits; // [R?, B, V]
    private final Ints labels; // [R?, B]
    private final int batch;
    private final int vocabulary;

    Rows(SoftmaxLoops loops, Tensor loss, double[] losses, Tensor logits, Tensor labels) {
      super("softmaxCrossEntropyForward", loss);
      this.loops = loops;
      this.losses = losses;
      this.logits = floats(logits);
      this.labels = ints(labels);
      batch = logits.shape().axis(1);
      vocabulary = logits.shape().axis(2);
    }

    @Override
    public int units() {
      return batch;
    }

    @Override
    public long cost() {
      return (long) COST_EXP * logits.length;
    }

    @Override
    public int workLength() {
      return vocabulary;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      for (int row = from; row < to; row++) {
        int label = index("labels", labels.data[labels.at(replica) + row], vocabulary);
        int i = logits.at(replica) + row * vocabulary;
        float max = loops.maximum(logits.data, i, vocabulary);
        Lanes.clear(scratch.lanes);
        loops.exp(scratch.lanes, scratch.work, 0, logits.data, i, max, vocabulary);
        double logSum = Logarithm.of(Lanes.total(scratch.lanes));
        losses[replica * batch + row] = logSum + ((double) max - logits.data[i + label]);
      }
    }
  }

  /** The mean of these losses, summed in ascending order in double. */
  static final class Mean extends Op {
    private final Floats loss; // [R]
    private final double[] losses; // [R, B]
    private final int batch;

    Mean(Tensor loss, double[] losses, int batch) {
      super("softmaxCrossEntropyForward", loss);
      this.loss = floats(loss);
      this.losses = losses;
      this.batch = batch;
    }

    @Override
    public long cost() {
      return batch;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      double sum = 0;
      for (int row = 0; row < batch; row++) {
        sum += losses[replica * batch + row];
      }
      loss.data[loss.at(replica)] = batch == 0 ? 0 : (float) (sum / batch);
    }
  }

  /** A unit is a row. */
  static final class Backward extends Op {
    private final SoftmaxLoops loops;
    private final Floats dLogits; // [R, B, V]
    private final Floats dLoss; // [R?]
    private final Floats logits; // [R?, B, V]
    private final Ints labels; // [R?, B]
    private final int batch;
    private final int vocabulary;

    Backward(SoftmaxLoops loops, Tensor dLogits, Tensor dLoss, Tensor logits, Tensor labels) {
      super("softmaxCrossEntropyBackward", dLogits);
      this.loops = loops;
      this.dLogits = floats(dLogits);
      this.dLoss = floats(dLoss);
      this.logits = floats(logits);
      this.labels = ints(labels);
      batch = dLogits.shape().axis(1);
      vocabulary = dLogits.shape().axis(2);
    }

    @Override
    public int units() {
      return batch;
    }

    @Override
    public long cost() {
      return (long) COST_EXP * dLogits.length;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      float factor = (float) ((double) dLoss.data[dLoss.at(replica)] / batch);
      for (int row = from; row < to; row++) {
        int label = index("labels", labels.data[labels.at(replica) + row], vocabulary);
        int i = logits.at(replica) + row * vocabulary;
        int o = dLogits.at(replica) + row * vocabulary;
        float[] out = dLogits.data;
        float max = loops.maximum(logits.data, i, vocabulary);
        Lanes.clear(scratch.lanes);
        loops.exp(scratch.lanes, out, o, logits.data, i, max, vocabulary);
        float total = Lanes.total(scratch.lanes);
        float ofLabel = (out[o + label] / total - 1f) * factor;
        loops.divideAndScale(out, o, out, o, total, factor, vocabulary);
        out[o + label] = ofLabel;
      }
    }
  }
}
