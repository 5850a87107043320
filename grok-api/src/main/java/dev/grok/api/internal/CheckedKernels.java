package dev.grok.api.internal;

import dev.grok.api.Backend;
import dev.grok.api.MemoryScope;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.SgdRates;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import java.util.Set;
import java.util.function.Consumer;

/** The one front of all backends: checks shapes, dtypes, ownership and aliasing, then delegates. */
public final class CheckedKernels implements Kernels {
  /** A checked call, for the recording that may be going on. */
  public record Call(String kernel, int replicas, Set<MemoryScope> scopes) {}

  private final Backend backend;
  private final Kernels kernels;
  private final Consumer<Call> calls;

  public CheckedKernels(Backend backend, Kernels kernels, Consumer<Call> calls) {
    this.backend = backend;
    this.kernels = kernels;
    this.calls = calls;
  }

  private Operands operands(String kernel) {
    return new Operands(kernel, backend);
  }

  private void checked(Operands operands) {
    calls.accept(operands.check());
  }

  @Override
  public void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
    checked(
        operands("matmul")
            .read("a", a, transpose.a() ? "R? K M" : "R? M K")
            .read("b", b, transpose.b() ? "R? N K" : "R? K N")
            .write("c", c, "R M N"));
    kernels.matmul(c, a, b, transpose, write);
  }

  @Override
  public void biasActivationForward(Tensor out, Tensor in, Tensor bias, Activation activation) {
    checked(
        operands("biasActivationForward")
            .write("out", out, "R B C")
            .read("in", in, "R? B C")
            .read("bias", bias, "R? C")
            .mayBe("out", "in"));
    kernels.biasActivationForward(out, in, bias, activation);
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
    checked(
        operands("biasActivationBackward")
            .write("dIn", dIn, "R B C")
            .write("dBias", dBias, "R C")
            .read("dOut", dOut, "R? B C")
            .read("in", in, "R? B C")
            .read("bias", bias, "R? C")
            .read("out", out, "R? B C")
            .mayBe("dIn", "dOut"));
    kernels.biasActivationBackward(dIn, dBias, dOut, in, bias, out, activation, dBiasWrite);
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
    checked(
        operands("layerNormForward")
            .write("out", out, "R B C")
            .write("mean", mean, "R B")
            .write("inverseDeviation", inverseDeviation, "R B")
            .read("in", in, "R? B C")
            .read("weight", weight, "R? C")
            .read("bias", bias, "R? C"));
    kernels.layerNormForward(out, mean, inverseDeviation, in, weight, bias, epsilon);
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
    checked(
        operands("layerNormBackward")
            .write("dIn", dIn, "R B C")
            .write("dWeight", dWeight, "R C")
            .write("dBias", dBias, "R C")
            .read("dOut", dOut, "R? B C")
            .read("in", in, "R? B C")
            .read("mean", mean, "R? B")
            .read("inverseDeviation", inverseDeviation, "R? B")
            .read("weight", weight, "R? C"));
    kernels.layerNormBackward(
        dIn, dWeight, dBias, dOut, in, mean, inverseDeviation, weight, dInWrite, parametersWrite);
  }

  @Override
  public void attentionForward(Tensor out, Tensor logSumExp, Tensor qkv, Mask mask) {
    Operands operands =
        operands("attentionForward")
            .write("out", out, "R B T C")
            .write("logSumExp", logSumExp, "R B H T")
            .read("qkv", qkv, "R? B T 3C");
    requireHeads(operands, out, logSumExp);
    checked(operands);
    kernels.attentionForward(out, logSumExp, qkv, mask);
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
    Operands operands =
        operands("attentionBackward")
            .write("dQkv", dQkv, "R B T 3C")
            .write("workspace", workspace, "R B H T")
            .read("dOut", dOut, "R? B T C")
            .read("out", out, "R? B T C")
            .read("logSumExp", logSumExp, "R? B H T")
            .read("qkv", qkv, "R? B T 3C");
    requireHeads(operands, out, logSumExp);
    checked(operands);
    kernels.attentionBackward(dQkv, workspace, dOut, out, logSumExp, qkv, mask);
  }

  private static void requireHeads(Operands operands, Tensor out, Tensor logSumExp) {
    int heads = logSumExp.shape().axis(2);
    int channels = out.shape().axis(3);
    if (heads == 0 || channels % heads != 0) {
      throw operands.error(
          "heads do not divide the channels: logSumExp %s has H=%d, out %s has C=%d"
              .formatted(logSumExp.shape(), heads, out.shape(), channels));
    }
  }

  @Override
  public void embeddingForward(Tensor out, Tensor table, Tensor ids) {
    checked(
        operands("embeddingForward")
            .write("out", out, "R B C")
            .read("table", table, "R? V C")
            .readInts("ids", ids, "R? B T"));
    kernels.embeddingForward(out, table, ids);
  }

  @Override
  public void embeddingBackward(Tensor dTable, Tensor dOut, Tensor ids, Write write) {
    checked(
        operands("embeddingBackward")
            .write("dTable", dTable, "R V C")
            .read("dOut", dOut, "R? B C")
            .readInts("ids", ids, "R? B T"));
    kernels.embeddingBackward(dTable, dOut, ids, write);
  }

  @Override
  public void embeddingProductForward(Tensor out, Tensor table, Tensor ids) {
    checked(
        operands("embeddingProductForward")
            .write("out", out, "R B D D")
            .read("table", table, "R? V D D")
            .readInts("ids", ids, "R? B 2"));
    kernels.embeddingProductForward(out, table, ids);
  }

  @Override
  public void embeddingProductBackward(
      Tensor dTable, Tensor dOut, Tensor table, Tensor ids, Write write) {
    checked(
        operands("embeddingProductBackward")
            .write("dTable", dTable, "R V D D")
            .read("dOut", dOut, "R? B D D")
            .read("table", table, "R? V D D")
            .readInts("ids", ids, "R? B 2"));
    kernels.embeddingProductBackward(dTable, dOut, table, ids, write);
  }

  @Override
  public void gatherInts(Tensor out, Tensor table, Tensor index) {
    checked(
        operands("gatherInts")
            .writeInts("out", out, "R B T")
            .readInts("table", table, "R? V T")
            .readInts("index", index, "R? B"));
    kernels.gatherInts(out, table, index);
  }

  @Override
  public void meanSquaredErrorForward(Tensor loss, Tensor predictions, Tensor targets) {
    checked(
        operands("meanSquaredErrorForward")
            .write("loss", loss, "R")
            .read("predictions", predictions, "R? B D")
            .read("targets", targets, "R? B D"));
    kernels.meanSquaredErrorForward(loss, predictions, targets);
  }

  @Override
  public void meanSquaredErrorBackward(
      Tensor dPredictions, Tensor dLoss, Tensor predictions, Tensor targets) {
    checked(
        operands("meanSquaredErrorBackward")
            .write("dPredictions", dPredictions, "R B D")
            .read("dLoss", dLoss, "R?")
            .read("predictions", predictions, "R? B D")
            .read("targets", targets, "R? B D"));
    kernels.meanSquaredErrorBackward(dPredictions, dLoss, predictions, targets);
  }

  @Override
  public void softmaxCrossEntropyForward(Tensor loss, Tensor logits, Tensor labels) {
    checked(
        operands("softmaxCrossEntropyForward")
            .write("loss", loss, "R")
            .read("logits", logits, "R? B V")
            .readInts("labels", labels, "R? B"));
    kernels.softmaxCrossEntropyForward(loss, logits, labels);
  }

  @Override
  public void softmaxCrossEntropyBackward(
      Tensor dLogits, Tensor dLoss, Tensor logits, Tensor labels) {
    checked(
        operands("softmaxCrossEntropyBackward")
            .write("dLogits", dLogits, "R B V")
            .read("dLoss", dLoss, "R?")
            .read("logits", logits, "R? B V")
            .readInts("labels", labels, "R? B"));
    kernels.softmaxCrossEntropyBackward(dLogits, dLoss, logits, labels);
  }

  @Override
  public void nearestTargetAccuracy(
      Tensor accuracy, Tensor predictions, Tensor targets, Tensor labels) {
    checked(
        operands("nearestTargetAccuracy")
            .write("accuracy", accuracy, "R")
            .read("predictions", predictions, "R? B D")
            .read("targets", targets, "R? V D")
            .readInts("labels", labels, "R? B"));
    kernels.nearestTargetAccuracy(accuracy, predictions, targets, labels);
  }

  @Override
  public void argMaxAccuracy(Tensor accuracy, Tensor logits, Tensor labels) {
    checked(
        operands("argMaxAccuracy")
            .write("accuracy", accuracy, "R")
            .read("logits", logits, "R? B V")
            .readInts("labels", labels, "R? B"));
    kernels.argMaxAccuracy(accuracy, logits, labels);
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
    checked(
        operands("adam")
            .write("parameter", parameter, "R ...")
            .write("m", m, "R ...")
            .write("v", v, "R ...")
            .read("gradient", gradient, "R ...")
            .readInts("steps", steps, "R?")
            .read("rates", rates, "R? " + AdamRates.COLUMNS));
    kernels.adam(parameter, m, v, gradient, steps, rates, decay);
  }

  @Override
  public void sgd(
      Tensor parameter, Tensor buffer, Tensor gradient, Tensor rates, WeightDecay decay) {
    checked(
        operands("sgd")
            .write("parameter", parameter, "R ...")
            .write("buffer", buffer, "R ...")
            .read("gradient", gradient, "R ...")
            .read("rates", rates, "R? " + SgdRates.COLUMNS));
    kernels.sgd(parameter, buffer, gradient, rates, decay);
  }

  @Override
  public void fill(Tensor out, double value) {
    checked(operands("fill").write("out", out, "R ..."));
    kernels.fill(out, value);
  }

  @Override
  public void copy(Tensor out, Tensor in) {
    checked(operands("copy").write("out", out, "R ...").read("in", in, "R? ..."));
    kernels.copy(out, in);
  }

  @Override
  public void add(Tensor out, Tensor a, Tensor b) {
    checked(binary("add", out, a, b));
    kernels.add(out, a, b);
  }

  @Override
  public void multiply(Tensor out, Tensor a, Tensor b) {
    checked(binary("multiply", out, a, b));
    kernels.multiply(out, a, b);
  }

  @Override
  public void divide(Tensor out, Tensor a, Tensor b) {
    checked(binary("divide", out, a, b));
    kernels.divide(out, a, b);
  }

  private Operands binary(String kernel, Tensor out, Tensor a, Tensor b) {
    return operands(kernel)
        .write("out", out, "R ...")
        .read("a", a, "R? ...")
        .read("b", b, "R? ...")
        .mayBe("out", "a")
        .mayBe("out", "b");
  }

  @Override
  public void scale(Tensor out, Tensor in, Tensor factor) {
    checked(
        operands("scale")
            .write("out", out, "R ...")
            .read("in", in, "R? ...")
            .read("factor", factor, "R?")
            .mayBe("out", "in"));
    kernels.scale(out, in, factor);
  }

  @Override
  public void addScaled(Tensor out, Tensor a, Tensor factor, Tensor b) {
    checked(binary("addScaled", out, a, b).read("factor", factor, "R?"));
    kernels.addScaled(out, a, factor, b);
  }

  @Override
  public void sum(Tensor out, Tensor in) {
    checked(operands("sum").write("out", out, "R").read("in", in, "R? ..."));
    kernels.sum(out, in);
  }

  @Override
  public void dot(Tensor out, Tensor a, Tensor b) {
    checked(operands("dot").write("out", out, "R").read("a", a, "R? ...").read("b", b, "R? ..."));
    kernels.dot(out, a, b);
  }

  @Override
  public void increment(Tensor counter, int by) {
    checked(operands("increment").writeInts("counter", counter, "R"));
    kernels.increment(counter, by);
  }

  @Override
  public void firstCrossing(Tensor first, Tensor metric, double threshold, Tensor steps) {
    checked(
        operands("firstCrossing")
            .writeInts("first", first, "R")
            .read("metric", metric, "R?")
            .readInts("steps", steps, "R?"));
    kernels.firstCrossing(first, metric, threshold, steps);
  }

  @Override
  public void firstNonFinite(Tensor first, Tensor metric, Tensor steps) {
    checked(
        operands("firstNonFinite")
            .writeInts("first", first, "R")
            .read("metric", metric, "R?")
            .readInts("steps", steps, "R?"));
    kernels.firstNonFinite(first, metric, steps);
  }

  @Override
  public void chooseWithoutReplacement(Tensor out, Tensor workspace, Tensor seed, Tensor counter) {
    Operands operands =
        operands("chooseWithoutReplacement")
            .writeInts("out", out, "R B")
            .writeInts("workspace", workspace, "R N")
            .readInts("seed", seed, "R? 2")
            .readInts("counter", counter, "R?");
    requireAtMost(operands, out, workspace, workspace.shape().axis(1));
    checked(operands);
    kernels.chooseWithoutReplacement(out, workspace, seed, counter);
  }

  @Override
  public void shuffledBatch(Tensor out, Tensor workspace, Tensor seed, Tensor steps) {
    Operands operands =
        operands("shuffledBatch")
            .writeInts("out", out, "R B")
            .writeInts("workspace", workspace, "R N+1")
            .readInts("seed", seed, "R? 2")
            .readInts("steps", steps, "R?");
    requireAtMost(operands, out, workspace, workspace.shape().axis(1) - 1);
    checked(operands);
    kernels.shuffledBatch(out, workspace, seed, steps);
  }

  private static void requireAtMost(Operands operands, Tensor out, Tensor workspace, int n) {
    int chosen = out.shape().axis(1);
    if (chosen > n) {
      throw operands.error(
          "more chosen than there are: out %s has B=%d, workspace %s has N=%d"
              .formatted(out.shape(), chosen, workspace.shape(), n));
    }
  }

  @Override
  public void dropout(Tensor out, Tensor in, Tensor rate, Tensor seed, Tensor counter, int site) {
    Operands operands =
        operands("dropout")
            .write("out", out, "R ...")
            .read("in", in, "R? ...")
            .read("rate", rate, "R?")
            .readInts("seed", seed, "R? 2")
            .readInts("counter", counter, "R?")
            .mayBe("out", "in");
    if (site < 0) {
      throw operands.error("site is negative: " + site);
    }
    checked(operands);
    kernels.dropout(out, in, rate, seed, counter, site);
  }
}
