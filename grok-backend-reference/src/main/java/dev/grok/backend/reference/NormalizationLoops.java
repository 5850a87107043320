package dev.grok.backend.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.NormalizationKernels;
import dev.grok.api.kernel.Write;

/** Normalization of rows by its formulas. */
interface NormalizationLoops extends NormalizationKernels {
  @Override
  default void layerNormForward(
      Tensor out,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor in,
      Tensor weight,
      Tensor bias,
      double epsilon) {
    int batch = out.shape().axis(1);
    int channels = out.shape().axis(2);
    Floats outs = Floats.of(out); // [R, B, C]
    Floats means = Floats.of(mean); // [R, B]
    Floats deviations = Floats.of(inverseDeviation); // [R, B]
    Floats ins = Floats.of(in); // [R?, B, C]
    Floats weights = Floats.of(weight); // [R?, C]
    Floats biases = Floats.of(bias); // [R?, C]
    for (int r = 0; r < out.replicas(); r++) {
      for (int b = 0; b < batch; b++) {
        double m = 0;
        for (int c = 0; c < channels; c++) {
          m += ins.get(r, b * channels + c) / channels;
        }
        double v = 0;
        for (int c = 0; c < channels; c++) {
          double difference = ins.get(r, b * channels + c) - m;
          v += difference * difference / channels;
        }
        double s = 1 / Math.sqrt(v + epsilon);
        means.set(r, b, m);
        deviations.set(r, b, s);
        for (int c = 0; c < channels; c++) {
          int i = b * channels + c;
          outs.set(r, i, (ins.get(r, i) - m) * s * weights.get(r, c) + biases.get(r, c));
        }
      }
    }
  }

  @Override
  default void layerNormBackward(
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
    int batch = dIn.shape().axis(1);
    int channels = dIn.shape().axis(2);
    Floats dIns = Floats.of(dIn); // [R, B, C]
    Floats dWeights = Floats.of(dWeight); // [R, C]
    Floats dBiases = Floats.of(dBias); // [R, C]
    Floats dOuts = Floats.of(dOut); // [R?, B, C]
    Floats ins = Floats.of(in); // [R?, B, C]
    Floats means = Floats.of(mean); // [R?, B]
    Floats deviations = Floats.of(inverseDeviation); // [R?, B]
    Floats weights = Floats.of(weight); // [R?, C]
    for (int r = 0; r < dIn.replicas(); r++) {
      if (parametersWrite == Write.OVERWRITE) {
        for (int c = 0; c < channels; c++) {
          dWeights.set(r, c, 0);
          dBiases.set(r, c, 0);
        }
      }
      for (int b = 0; b < batch; b++) {
        double s = deviations.get(r, b);
        double meanOfG = 0;
        double meanOfGx = 0;
        for (int c = 0; c < channels; c++) {
          int i = b * channels + c;
          double x = (ins.get(r, i) - means.get(r, b)) * s;
          double g = dOuts.get(r, i) * weights.get(r, c);
          meanOfG += g / channels;
          meanOfGx += g * x / channels;
          dWeights.add(r, c, dOuts.get(r, i) * x);
          dBiases.add(r, c, dOuts.get(r, i));
        }
        for (int c = 0; c < channels; c++) {
          int i = b * channels + c;
          double x = (ins.get(r, i) - means.get(r, b)) * s;
          double g = dOuts.get(r, i) * weights.get(r, c);
          double gradient = s * (g - meanOfG - x * meanOfGx);
          dIns.set(r, i, dInWrite == Write.ACCUMULATE ? dIns.get(r, i) + gradient : gradient);
        }
      }
    }
  }

  @Override
  default void rmsNormForward(
      Tensor out, Tensor inverseRoot, Tensor in, Tensor weight, double epsilon) {
    int batch = out.shape().axis(1);
    int channels = out.shape().axis(2);
    Floats outs = Floats.of(out); // [R, B, C]
    Floats roots = Floats.of(inverseRoot); // [R, B]
    Floats ins = Floats.of(in); // [R?, B, C]
    Floats weights = Floats.of(weight); // [R?, C]
    for (int r = 0; r < out.replicas(); r++) {
      for (int b = 0; b < batch; b++) {
        double meanSquare = 0;
        for (int i = b * channels; i < (b + 1) * channels; i++) {
          meanSquare += ins.get(r, i) * ins.get(r, i) / channels;
        }
        double s = 1 / Math.sqrt(meanSquare + epsilon);
        roots.set(r, b, s);
        for (int c = 0; c < channels; c++) {
          int i = b * channels + c;
          outs.set(r, i, ins.get(r, i) * s * weights.get(r, c));
        }
      }
    }
  }

  @Override
  default void rmsNormBackward(
      Tensor dIn,
      Tensor dWeight,
      Tensor dOut,
      Tensor in,
      Tensor inverseRoot,
      Tensor weight,
      Write dInWrite,
      Write dWeightWrite) {
    int batch = dIn.shape().axis(1);
    int channels = dIn.shape().axis(2);
    Floats dIns = Floats.of(dIn); // [R, B, C]
    Floats dWeights = Floats.of(dWeight); // [R, C]
    Floats dOuts = Floats.of(dOut); // [R?, B, C]
    Floats ins = Floats.of(in); // [R?, B, C]
    Floats roots = Floats.of(inverseRoot); // [R?, B]
    Floats weights = Floats.of(weight); // [R?, C]
    for (int r = 0; r < dIn.replicas(); r++) {
      for (int c = 0; c < channels && dWeightWrite == Write.OVERWRITE; c++) {
        dWeights.set(r, c, 0);
      }
      for (int b = 0; b < batch; b++) {
        double s = roots.get(r, b);
        double meanOfGx = 0;
        for (int c = 0; c < channels; c++) {
          int i = b * channels + c;
          double x = ins.get(r, i) * s;
          meanOfGx += dOuts.get(r, i) * weights.get(r, c) * x / channels;
          dWeights.add(r, c, dOuts.get(r, i) * x);
        }
        for (int c = 0; c < channels; c++) {
          int i = b * channels + c;
          double g = dOuts.get(r, i) * weights.get(r, c);
          double gradient = s * (g - ins.get(r, i) * s * meanOfGx);
          dIns.set(r, i, dInWrite == Write.ACCUMULATE ? dIns.get(r, i) + gradient : gradient);
        }
      }
    }
  }
}
