package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.AccuracyKernels;
import dev.grok.backend.cpu.internal.loop.DistanceLoops;
import dev.grok.backend.cpu.internal.loop.MatmulLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;

/** Shares of correctly predicted samples. */
interface AccuracyOps extends KernelFamily, AccuracyKernels {
  /** Compares squared distances; each is summed over d in ascending order. */
  @Override
  default void nearestTargetAccuracy(
      Tensor accuracyTensor, Tensor predictionsTensor, Tensor targetsTensor, Tensor labelsTensor) {
    MatmulLoops matmul = loops().matmul();
    DistanceLoops distance = loops().distance();
    Op call = call("nearestTargetAccuracy", accuracyTensor);
    Floats accuracy = call.floats(accuracyTensor); // [R]
    Floats predictions = call.floats(predictionsTensor); // [R?, B, D]
    Floats targets = call.floats(targetsTensor); // [R?, V, D]
    Ints labels = call.ints(labelsTensor); // [R?, B]
    int batch = predictionsTensor.shape().axis(1);
    int d = predictionsTensor.shape().axis(2);
    int vocabulary = targetsTensor.shape().axis(1);
    // The targets are packed as columns, as many as fill whole vectors.
    int columns = (vocabulary + 15) / 16 * 16;
    call.work(columns);
    call.packed(Math.multiplyExact(columns, d));
    call.cost(2L * batch * vocabulary * d);
    call.submit(
        (replica, from, to, scratch) -> {
          float[] packed = scratch.packed; // [D, columns]
          float[] distances = scratch.work;
          int first = targets.at(replica);
          matmul.transposeBlock(vocabulary, d, packed, 0, columns, targets.data, first, d);
          int correct = 0;
          for (int row = 0; row < batch; row++) {
            int label = labels.data[labels.at(replica) + row];
            int i = predictions.at(replica) + row * d;
            distance.squaredDistances(distances, 0, predictions.data, i, d, packed, columns);
            int nearest = smallest(1f, distances, 0, vocabulary);
            correct += nearest >= 0 && nearest == label ? 1 : 0;
          }
          accuracy.data[accuracy.at(replica)] = share(correct, batch);
        });
  }

  /** Compares logits. */
  @Override
  default void argMaxAccuracy(Tensor accuracyTensor, Tensor logitsTensor, Tensor labelsTensor) {
    Op call = call("argMaxAccuracy", accuracyTensor);
    Floats accuracy = call.floats(accuracyTensor); // [R]
    Floats logits = call.floats(logitsTensor); // [R?, B, V]
    Ints labels = call.ints(labelsTensor); // [R?, B]
    int batch = logitsTensor.shape().axis(1);
    int vocabulary = logitsTensor.shape().axis(2);
    call.cost(2L * logits.length);
    call.submit(
        (replica, from, to, scratch) -> {
          int correct = 0;
          for (int row = 0; row < batch; row++) {
            int label = labels.data[labels.at(replica) + row];
            int at = logits.at(replica) + row * vocabulary;
            int largest = smallest(-1f, logits.data, at, vocabulary);
            correct += largest >= 0 && largest == label ? 1 : 0;
          }
          accuracy.data[accuracy.at(replica)] = share(correct, batch);
        });
  }

  /** {@code correct / batch}; in double, the quotient of two ints rounds correctly to float. */
  private static float share(int correct, int batch) {
    return batch == 0 ? 0 : (float) ((double) correct / batch);
  }

  /** The lowest index of the smallest {@code sign x} that is not NaN; -1 if there is none. */
  private static int smallest(float sign, float[] x, int at, int n) {
    int best = -1;
    float least = Float.NaN;
    for (int i = 0; i < n; i++) {
      float value = sign * x[at + i];
      if (value < least || (best < 0 && !Float.isNaN(value))) {
        least = value;
        best = i;
      }
    }
    return best;
  }
}
