package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.NormalizationKernels;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.NormLoops;
import dev.grok.backend.cpu.internal.loop.ReductionLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalization, and RMS normalization, which is the same around a mean of 0. A backward pass
 * is two calls, one split by rows, one by columns. Sums are in sixteen lanes; means and deviations
 * follow in double.
 */
interface NormalizationOps extends KernelFamily, NormalizationKernels {
  /** The cost of an element around its mean. */
  int LAYER_COST = 8;

  /** The cost of an element around 0. */
  int RMS_COST = 6;

  /** Rows that are normalized together while they are in the first-level cache. */
  int BLOCK = 8;

  /** Rows that are summed column by column while they are in the nearer caches. */
  int ROWS = 32;

  /** Step by step for some rows: within one row, each addition would wait for the one before. */
  @Override
  default void layerNormForward(
      Tensor outTensor,
      Tensor meanTensor,
      Tensor inverseDeviationTensor,
      Tensor inTensor,
      Tensor weightTensor,
      Tensor biasTensor,
      double epsilon) {
    ReductionLoops reduction = loops().reduction();
    NormLoops norm = loops().norm();
    Op call = call("layerNormForward", outTensor);
    Floats out = call.floats(outTensor); // [R, B, C]
    Floats mean = call.floats(meanTensor); // [R, B]
    Floats inverseDeviation = call.floats(inverseDeviationTensor); // [R, B]
    Floats in = call.floats(inTensor); // [R?, B, C]
    Floats weight = call.floats(weightTensor); // [R?, C]
    Floats bias = call.floats(biasTensor); // [R?, C]
    int batch = outTensor.shape().axis(1);
    int channels = outTensor.shape().axis(2);
    call.byParts(batch);
    call.cost((long) LAYER_COST * (out.length + batch));
    call.submit(
        (replica, from, to, scratch) -> {
          float[] lanes = scratch.lanes;
          int o = out.at(replica);
          int i = in.at(replica);
          int m = mean.at(replica);
          int s = inverseDeviation.at(replica);
          int w = weight.at(replica);
          int b = bias.at(replica);
          for (int first = from; first < to; first += BLOCK) {
            int end = Math.min(first + BLOCK, to);
            for (int row = first; row < end; row++) {
              double sum = reduction.total(lanes, in.data, i + row * channels, channels);
              mean.data[m + row] = channels == 0 ? 0 : (float) (sum / channels);
            }
            for (int row = first; row < end; row++) {
              int at = i + row * channels;
              float center = mean.data[m + row];
              double squares = norm.squaredDeviations(lanes, in.data, at, center, channels);
              inverseDeviation.data[s + row] = inverseRoot(squares, channels, epsilon);
            }
            for (int row = first; row < end; row++) {
              int at = row * channels;
              norm.normalize(
                  out.data,
                  o + at,
                  in.data,
                  i + at,
                  mean.data[m + row],
                  inverseDeviation.data[s + row],
                  weight.data,
                  w,
                  bias.data,
                  b,
                  channels);
            }
          }
        });
  }

  @Override
  default void rmsNormForward(
      Tensor outTensor,
      Tensor inverseRootTensor,
      Tensor inTensor,
      Tensor weightTensor,
      double epsilon) {
    NormLoops loops = loops().norm();
    Op call = call("rmsNormForward", outTensor);
    Floats out = call.floats(outTensor); // [R, B, C]
    Floats inverseRoot = call.floats(inverseRootTensor); // [R, B]
    Floats in = call.floats(inTensor); // [R?, B, C]
    Floats weight = call.floats(weightTensor); // [R?, C]
    int batch = inTensor.shape().axis(1);
    int channels = inTensor.shape().axis(2);
    call.byParts(batch);
    call.cost((long) RMS_COST * (in.length + batch));
    call.submit(
        (replica, from, to, scratch) -> {
          int w = weight.at(replica);
          for (int row = from; row < to; row++) {
            int o = out.at(replica) + row * channels;
            int i = in.at(replica) + row * channels;
            double squares = loops.squaredDeviations(scratch.lanes, in.data, i, 0, channels);
            float s = inverseRoot(squares, channels, epsilon);
            inverseRoot.data[inverseRoot.at(replica) + row] = s;
            loops.scaleRow(out.data, o, in.data, i, s, weight.data, w, channels);
          }
        });
  }

  private static float inverseRoot(double squares, int channels, double epsilon) {
    double meanSquare = channels == 0 ? 0 : squares / channels;
    return (float) (1 / Math.sqrt(meanSquare + epsilon));
  }

  @Override
  default void layerNormBackward(
      Tensor dInTensor,
      Tensor dWeightTensor,
      Tensor dBiasTensor,
      Tensor dOutTensor,
      Tensor inTensor,
      Tensor meanTensor,
      Tensor inverseDeviationTensor,
      Tensor weightTensor,
      Write dInWrite,
      Write parametersWrite) {
    NormLoops loops = loops().norm();
    Op call = call("layerNormBackward", dInTensor);
    Floats dWeight = call.floats(dWeightTensor); // [R, C]
    Floats dBias = call.floats(dBiasTensor); // [R, C]
    Floats dOut = call.floats(dOutTensor); // [R?, B, C]
    Floats in = call.floats(inTensor); // [R?, B, C]
    Floats mean = call.floats(meanTensor); // [R?, B]
    Floats inverseDeviation = call.floats(inverseDeviationTensor); // [R?, B]
    Floats weight = call.floats(weightTensor); // [R?, C]
    inputGradients(call, dInTensor, dOut, in, mean, inverseDeviation, weight, dInWrite);
    int batch = dOutTensor.shape().axis(1);
    int channels = dOutTensor.shape().axis(2);
    Op parameters = call("layerNormBackward", dWeightTensor);
    parameters.byColumns(channels);
    parameters.cost((long) LAYER_COST * (dOut.length + batch));
    parameters.submit(
        (replica, from, to, scratch) -> {
          int w = dWeight.at(replica) + from;
          int b = dBias.at(replica) + from;
          Op.begin(parametersWrite, dWeight, w, to - from);
          Op.begin(parametersWrite, dBias, b, to - from);
          for (int row = 0; row < batch; row += ROWS) {
            int at = row * channels + from;
            loops.normalizationParameters(
                dWeight.data,
                w,
                dBias.data,
                b,
                dOut.data,
                dOut.at(replica) + at,
                in.data,
                in.at(replica) + at,
                mean.data,
                mean.at(replica) + row,
                inverseDeviation.data,
                inverseDeviation.at(replica) + row,
                Math.min(ROWS, batch - row),
                channels,
                to - from);
          }
        });
  }

  @Override
  default void rmsNormBackward(
      Tensor dInTensor,
      Tensor dWeightTensor,
      Tensor dOutTensor,
      Tensor inTensor,
      Tensor inverseRootTensor,
      Tensor weightTensor,
      Write dInWrite,
      Write dWeightWrite) {
    NormLoops loops = loops().norm();
    Op call = call("rmsNormBackward", dInTensor);
    Floats dWeight = call.floats(dWeightTensor); // [R, C]
    Floats dOut = call.floats(dOutTensor); // [R?, B, C]
    Floats in = call.floats(inTensor); // [R?, B, C]
    Floats inverseRoot = call.floats(inverseRootTensor); // [R?, B]
    Floats weight = call.floats(weightTensor); // [R?, C]
    inputGradients(call, dInTensor, dOut, in, null, inverseRoot, weight, dInWrite);
    int batch = dOutTensor.shape().axis(1);
    int channels = dOutTensor.shape().axis(2);
    Op parameters = call("rmsNormBackward", dWeightTensor);
    parameters.byColumns(channels);
    parameters.cost((long) RMS_COST * (in.length + batch));
    parameters.submit(
        (replica, from, to, scratch) -> {
          int w = dWeight.at(replica) + from;
          Op.begin(dWeightWrite, dWeight, w, to - from);
          loops.scaleParameters(
              dWeight.data,
              w,
              dOut.data,
              dOut.at(replica) + from,
              in.data,
              in.at(replica) + from,
              inverseRoot.data,
              inverseRoot.at(replica),
              batch,
              channels,
              to - from);
        });
  }

  /** The gradient of the input, row by row. Without a mean, rows are normalized around 0. */
  private void inputGradients(
      Op call,
      Tensor dInTensor,
      Floats dOut,
      Floats in,
      @Nullable Floats mean,
      Floats inverseDeviation,
      Floats weight,
      Write write) {
    NormLoops loops = loops().norm();
    Floats dIn = call.floats(dInTensor); // [R, B, C]
    boolean accumulate = write == Write.ACCUMULATE;
    int batch = dInTensor.shape().axis(1);
    int channels = dInTensor.shape().axis(2);
    call.byParts(batch);
    call.cost((long) (mean == null ? RMS_COST : LAYER_COST) * (dOut.length + batch));
    call.submit(
        (replica, from, to, scratch) -> {
          int w = weight.at(replica);
          for (int row = from; row < to; row++) {
            int at = row * channels;
            int o = dOut.at(replica) + at;
            int i = in.at(replica) + at;
            float m = mean == null ? 0 : mean.data[mean.at(replica) + row];
            float s = inverseDeviation.data[inverseDeviation.at(replica) + row];
            loops.normalizationSums(
                scratch.lanes,
                scratch.otherLanes,
                dOut.data,
                o,
                in.data,
                i,
                m,
                s,
                weight.data,
                w,
                channels);
            loops.normalizationBackward(
                dIn.data,
                dIn.at(replica) + at,
                dOut.data,
                o,
                in.data,
                i,
                m,
                s,
                weight.data,
                w,
                mean == null ? 0 : Lanes.total(scratch.lanes) / channels,
                Lanes.total(scratch.otherLanes) / channels,
                accumulate,
                channels);
          }
        });
  }
}
