package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.LossKernels;
import dev.grok.backend.cpu.internal.loop.DistanceLoops;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.Logarithm;
import dev.grok.backend.cpu.internal.loop.SoftmaxLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;

/** Mean squared error, softmax cross-entropy and their gradients. */
interface LossOps extends KernelFamily, LossKernels {
  /** The cost of an exponential. */
  int EXP_COST = 20;

  /** Sums in sixteen lanes over B and D; the total is divided in double and rounded once. */
  @Override
  default void meanSquaredErrorForward(
      Tensor lossTensor, Tensor predictionsTensor, Tensor targetsTensor) {
    DistanceLoops loops = loops().distance();
    Op call = call("meanSquaredErrorForward", lossTensor);
    Floats loss = call.floats(lossTensor); // [R]
    Floats predictions = call.floats(predictionsTensor); // [R?, B, D]
    Floats targets = call.floats(targetsTensor); // [R?, B, D]
    int n = predictions.length;
    call.cost(2L * n);
    call.submit(
        (replica, from, to, scratch) -> {
          float[] lanes = scratch.lanes;
          int i = predictions.at(replica);
          Lanes.clear(lanes);
          loops.squaredDifferences(
              lanes, predictions.data, i, targets.data, targets.at(replica), n);
          double total = Lanes.total(lanes);
          loss.data[loss.at(replica)] = n == 0 ? 0 : (float) (total / n);
        });
  }

  /** The factor 2 dLoss / (B D) is computed in double and rounded once. */
  @Override
  default void meanSquaredErrorBackward(
      Tensor dPredictionsTensor,
      Tensor dLossTensor,
      Tensor predictionsTensor,
      Tensor targetsTensor) {
    DistanceLoops loops = loops().distance();
    Op call = call("meanSquaredErrorBackward", dPredictionsTensor);
    Floats dPredictions = call.floats(dPredictionsTensor); // [R, B, D]
    Floats dLoss = call.floats(dLossTensor); // [R?]
    Floats predictions = call.floats(predictionsTensor); // [R?, B, D]
    Floats targets = call.floats(targetsTensor); // [R?, B, D]
    call.byElements(2);
    call.submit(
        (replica, from, to, scratch) -> {
          float[] out = dPredictions.data;
          int o = dPredictions.at(replica) + from;
          int i = predictions.at(replica) + from;
          int t = targets.at(replica) + from;
          float by = (float) (2.0 * dLoss.data[dLoss.at(replica)] / dPredictions.length);
          loops.scaledDifference(out, o, predictions.data, i, targets.data, t, by, to - from);
        });
  }

  /**
   * Exponentials are summed in sixteen lanes, and logarithms are taken in double. A second call
   * sums the rows' losses in ascending order in double.
   */
  @Override
  default void softmaxCrossEntropyForward(
      Tensor lossTensor, Tensor logitsTensor, Tensor labelsTensor) {
    SoftmaxLoops loops = loops().softmax();
    Op rows = call("softmaxCrossEntropyForward", lossTensor);
    Floats loss = rows.floats(lossTensor); // [R]
    Floats logits = rows.floats(logitsTensor); // [R?, B, V]
    Ints labels = rows.ints(labelsTensor); // [R?, B]
    int batch = logitsTensor.shape().axis(1);
    int vocabulary = logitsTensor.shape().axis(2);
    double[] losses = new double[Math.multiplyExact(lossTensor.replicas(), batch)]; // [R, B]
    rows.byParts(batch);
    rows.work(vocabulary);
    rows.cost((long) EXP_COST * logits.length);
    rows.submit(
        (replica, from, to, scratch) -> {
          for (int row = from; row < to; row++) {
            int label = rows.index("labels", labels.data[labels.at(replica) + row], vocabulary);
            int i = logits.at(replica) + row * vocabulary;
            float max = loops.maximum(logits.data, i, vocabulary);
            Lanes.clear(scratch.lanes);
            loops.exp(scratch.lanes, scratch.work, 0, logits.data, i, max, vocabulary);
            double logSum = Logarithm.of(Lanes.total(scratch.lanes));
            losses[replica * batch + row] = logSum + ((double) max - logits.data[i + label]);
          }
        });
    Op mean = call("softmaxCrossEntropyForward", lossTensor);
    mean.cost(batch);
    mean.submit(
        (replica, from, to, scratch) -> {
          double sum = 0;
          for (int row = 0; row < batch; row++) {
            sum += losses[replica * batch + row];
          }
          loss.data[loss.at(replica)] = batch == 0 ? 0 : (float) (sum / batch);
        });
  }

  @Override
  default void softmaxCrossEntropyBackward(
      Tensor dLogitsTensor, Tensor dLossTensor, Tensor logitsTensor, Tensor labelsTensor) {
    SoftmaxLoops loops = loops().softmax();
    Op call = call("softmaxCrossEntropyBackward", dLogitsTensor);
    Floats dLogits = call.floats(dLogitsTensor); // [R, B, V]
    Floats dLoss = call.floats(dLossTensor); // [R?]
    Floats logits = call.floats(logitsTensor); // [R?, B, V]
    Ints labels = call.ints(labelsTensor); // [R?, B]
    int batch = dLogitsTensor.shape().axis(1);
    int vocabulary = dLogitsTensor.shape().axis(2);
    call.byParts(batch);
    call.cost((long) EXP_COST * dLogits.length);
    call.submit(
        (replica, from, to, scratch) -> {
          float factor = (float) ((double) dLoss.data[dLoss.at(replica)] / batch);
          for (int row = from; row < to; row++) {
            int label = call.index("labels", labels.data[labels.at(replica) + row], vocabulary);
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
        });
  }
}
