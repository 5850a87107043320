package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.loop.Loops;
import dev.grok.backend.cpu.internal.run.Op;
import java.util.function.Consumer;

/** Turns every kernel call into a prepared one and hands it on to be run or recorded. */
public final class CpuKernels implements Kernels {
  private final Loops loops;
  private final Consumer<Op> calls;

  public CpuKernels(Loops loops, Consumer<Op> calls) {
    this.loops = loops;
    this.calls = calls;
  }

  @Override
  public void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
    calls.accept(
        ColumnMatmulOp.pays(loops.matmul(), c, a, transpose, write)
            ? new ColumnMatmulOp(loops.matmul(), c, a, b)
            : new MatmulOp(loops.matmul(), c, a, b, transpose, write));
  }

  @Override
  public void biasActivationForward(Tensor out, Tensor in, Tensor bias, Activation activation) {
    calls.accept(new ActivationOps.Forward(loops, out, in, bias, activation));
  }

  @Override
  public void biasActivationBackward(
      Tensor dIn,
      Tensor dBias,
      Tensor dOut,
      Tensor in,
      Tensor bias,
      Tensor out,
      Activation activation,
      Write dBiasWrite) {
    calls.accept(
        new ActivationOps.Backward(loops, dIn, dBias, dOut, in, bias, out, activation, dBiasWrite));
  }

  @Override
  public void layerNormForward(
      Tensor out,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor in,
      Tensor weight,
      Tensor bias,
      double epsilon) {
    calls.accept(
        new LayerNormOps.Forward(loops, out, mean, inverseDeviation, in, weight, bias, epsilon));
  }

  @Override
  public void layerNormBackward(
      Tensor dIn,
      Tensor dWeight,
      Tensor dBias,
      Tensor dOut,
      Tensor in,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor weight,
      Write dInWrite,
      Write parametersWrite) {
    calls.accept(
        new LayerNormOps.Input(
            loops.norm(), dIn, dOut, in, mean, inverseDeviation, weight, dInWrite));
    calls.accept(
        new LayerNormOps.Parameters(
            loops.norm(), dWeight, dBias, dOut, in, mean, inverseDeviation, parametersWrite));
  }

  @Override
  public void rmsNormForward(
      Tensor out, Tensor inverseRoot, Tensor in, Tensor weight, double epsilon) {
    calls.accept(new RmsNormOps.Forward(loops.norm(), out, inverseRoot, in, weight, epsilon));
  }

  @Override
  public void rmsNormBackward(
      Tensor dIn,
      Tensor dWeight,
      Tensor dOut,
      Tensor in,
      Tensor inverseRoot,
      Tensor weight,
      Write dInWrite,
      Write dWeightWrite) {
    calls.accept(new RmsNormOps.Input(loops.norm(), dIn, dOut, in, inverseRoot, weight, dInWrite));
    calls.accept(new RmsNormOps.Weight(loops.norm(), dWeight, dOut, in, inverseRoot, dWeightWrite));
  }

  @Override
  public void attentionForward(Tensor out, Tensor logSumExp, Tensor qkv, Mask mask) {
    calls.accept(new AttentionForward(loops, out, logSumExp, qkv, mask));
  }

  @Override
  public void attentionBackward(
      Tensor dQkv,
      Tensor workspace,
      Tensor dOut,
      Tensor out,
      Tensor logSumExp,
      Tensor qkv,
      Mask mask) {
    calls.accept(new AttentionBackward(loops, dQkv, workspace, dOut, out, logSumExp, qkv, mask));
  }

  @Override
  public void embeddingForward(Tensor out, Tensor table, Tensor ids) {
    calls.accept(new EmbeddingOps.Forward(loops.elementwise(), out, table, ids));
  }

  @Override
  public void embeddingBackward(Tensor dTable, Tensor dOut, Tensor ids, Write write) {
    calls.accept(new EmbeddingOps.Backward(loops.elementwise(), dTable, dOut, ids, write));
  }

  @Override
  public void embeddingProductForward(Tensor out, Tensor table, Tensor ids) {
    calls.accept(new EmbeddingProductOps.Forward(loops.elementwise(), out, table, ids));
  }

  @Override
  public void embeddingProductBackward(
      Tensor dTable, Tensor dOut, Tensor table, Tensor ids, Write write) {
    calls.accept(new EmbeddingProductOps.Backward(loops, dTable, dOut, table, ids, write));
  }

  @Override
  public void gatherInts(Tensor out, Tensor table, Tensor index) {
    calls.accept(new EmbeddingOps.GatherInts(out, table, index));
  }

  @Override
  public void meanSquaredErrorForward(Tensor loss, Tensor predictions, Tensor targets) {
    calls.accept(new MeanSquaredErrorOps.Forward(loops.distance(), loss, predictions, targets));
  }

  @Override
  public void meanSquaredErrorBackward(
      Tensor dPredictions, Tensor dLoss, Tensor predictions, Tensor targets) {
    calls.accept(
        new MeanSquaredErrorOps.Backward(
            loops.distance(), dPredictions, dLoss, predictions, targets));
  }

  @Override
  public void softmaxCrossEntropyForward(Tensor loss, Tensor logits, Tensor labels) {
    int batch = logits.shape().axis(1);
    double[] losses = new double[Math.multiplyExact(loss.replicas(), batch)];
    calls.accept(new CrossEntropyOps.Rows(loops.softmax(), loss, losses, logits, labels));
    calls.accept(new CrossEntropyOps.Mean(loss, losses, batch));
  }

  @Override
  public void softmaxCrossEntropyBackward(
      Tensor dLogits, Tensor dLoss, Tensor logits, Tensor labels) {
    calls.accept(new CrossEntropyOps.Backward(loops.softmax(), dLogits, dLoss, logits, labels));
  }

  @Override
  public void nearestTargetAccuracy(
      Tensor accuracy, Tensor predictions, Tensor targets, Tensor labels) {
    calls.accept(new AccuracyOps.NearestTarget(loops, accuracy, predictions, targets, labels));
  }

  @Override
  public void argMaxAccuracy(Tensor accuracy, Tensor logits, Tensor labels) {
    calls.accept(new AccuracyOps.ArgMax(accuracy, logits, labels));
  }

  @Override
  public void adam(
      Tensor parameter,
      Tensor m,
      Tensor v,
      Tensor gradient,
      Tensor steps,
      Tensor rates,
      WeightDecay decay) {
    calls.accept(
        new OptimizerOps.Adam(loops.optimizer(), parameter, m, v, gradient, steps, rates, decay));
  }

  @Override
  public void sgd(
      Tensor parameter, Tensor buffer, Tensor gradient, Tensor rates, WeightDecay decay) {
    calls.accept(
        new OptimizerOps.Sgd(loops.optimizer(), parameter, buffer, gradient, rates, decay));
  }

  @Override
  public void fill(Tensor out, double value) {
    calls.accept(new ElementwiseOps.Fill(out, value));
  }

  @Override
  public void copy(Tensor out, Tensor in) {
    calls.accept(new ElementwiseOps.Copy(out, in));
  }

  @Override
  public void add(Tensor out, Tensor a, Tensor b) {
    calls.accept(new ElementwiseOps.Binary("add", loops.elementwise()::add, out, a, b));
  }

  @Override
  public void multiply(Tensor out, Tensor a, Tensor b) {
    calls.accept(new ElementwiseOps.Binary("multiply", loops.elementwise()::multiply, out, a, b));
  }

  @Override
  public void divide(Tensor out, Tensor a, Tensor b) {
    calls.accept(new ElementwiseOps.Binary("divide", loops.elementwise()::divide, out, a, b));
  }

  @Override
  public void scale(Tensor out, Tensor in, Tensor factor) {
    calls.accept(new ElementwiseOps.Scale(loops.elementwise(), out, in, factor));
  }

  @Override
  public void addScaled(Tensor out, Tensor a, Tensor factor, Tensor b) {
    calls.accept(new ElementwiseOps.AddScaled(loops.elementwise(), out, a, factor, b));
  }

  @Override
  public void sum(Tensor out, Tensor in) {
    calls.accept(new ReductionOps.Sum(loops.reduction(), out, in));
  }

  @Override
  public void dot(Tensor out, Tensor a, Tensor b) {
    calls.accept(new ReductionOps.Dot(loops.reduction(), out, a, b));
  }

  @Override
  public void increment(Tensor counter, int by) {
    calls.accept(new CounterOps.Increment(counter, by));
  }

  @Override
  public void firstCrossing(Tensor first, Tensor metric, double threshold, Tensor steps) {
    calls.accept(new CounterOps.FirstCrossing(first, metric, threshold, steps));
  }

  @Override
  public void firstNonFinite(Tensor first, Tensor metric, Tensor steps) {
    calls.accept(new CounterOps.FirstNonFinite(first, metric, steps));
  }

  @Override
  public void chooseWithoutReplacement(Tensor out, Tensor workspace, Tensor seed, Tensor counter) {
    calls.accept(new ShuffleOps.Choose(out, workspace, seed, counter));
  }

  @Override
  public void shuffledBatch(Tensor out, Tensor workspace, Tensor seed, Tensor steps) {
    calls.accept(new ShuffleOps.Batch(out, workspace, seed, steps));
  }

  @Override
  public void dropout(Tensor out, Tensor in, Tensor rate, Tensor seed, Tensor counter, int site) {
    calls.accept(new DropoutOp(loops.dropout(), out, in, rate, seed, counter, site));
  }
}
