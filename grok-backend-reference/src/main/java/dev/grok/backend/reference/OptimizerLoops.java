package dev.grok.backend.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.OptimizerKernels;
import dev.grok.api.kernel.SgdRates;
import dev.grok.api.kernel.WeightDecay;

/** Parameter updates by their formulas. */
interface OptimizerLoops extends OptimizerKernels {
  @Override
  default void adam(
      Tensor parameter,
      Tensor m,
      Tensor v,
      Tensor gradient,
      Tensor steps,
      Tensor rates,
      WeightDecay decay) {
    int n = (int) parameter.shape().product(1);
    Floats ps = Floats.of(parameter); // [R, ...]
    Floats ms = Floats.of(m); // [R, ...]
    Floats vs = Floats.of(v); // [R, ...]
    Floats gs = Floats.of(gradient); // [R, ...]
    Ints made = Ints.of(steps); // [R?]
    Floats rs = Floats.of(rates); // [R?, 5]
    for (int r = 0; r < parameter.replicas(); r++) {
      double eta = rs.get(r, AdamRates.LEARNING_RATE);
      double oneMinusBeta1 = rs.get(r, AdamRates.ONE_MINUS_BETA1);
      double oneMinusBeta2 = rs.get(r, AdamRates.ONE_MINUS_BETA2);
      double epsilon = rs.get(r, AdamRates.EPSILON);
      double w = rs.get(r, AdamRates.WEIGHT_DECAY);
      double t = made.get(r, 0) + 1.0;
      double correction1 = oneMinusPower(oneMinusBeta1, t);
      double correction2 = oneMinusPower(oneMinusBeta2, t);
      for (int i = 0; i < n; i++) {
        double p = ps.get(r, i);
        double g = gs.get(r, i);
        if (decay == WeightDecay.L2) {
          g += w * p;
        }
        if (decay == WeightDecay.DECOUPLED) {
          p *= 1 - eta * w;
        }
        double first = ms.get(r, i) + (g - ms.get(r, i)) * oneMinusBeta1;
        double second = vs.get(r, i) * (1 - oneMinusBeta2) + g * g * oneMinusBeta2;
        double denominator = Math.sqrt(second) / Math.sqrt(correction2) + epsilon;
        ms.set(r, i, first);
        vs.set(r, i, second);
        ps.set(r, i, p - eta / correction1 * (first / denominator));
      }
    }
  }

  /** 1 - βᵗ from 1 - β, without cancellation. */
  private static double oneMinusPower(double oneMinusBeta, double t) {
    return -Math.expm1(t * Math.log1p(-oneMinusBeta));
  }

  @Override
  default void sgd(
      Tensor parameter, Tensor buffer, Tensor gradient, Tensor rates, WeightDecay decay) {
    int n = (int) parameter.shape().product(1);
    Floats ps = Floats.of(parameter); // [R, ...]
    Floats bs = Floats.of(buffer); // [R, ...]
    Floats gs = Floats.of(gradient); // [R, ...]
    Floats rs = Floats.of(rates); // [R?, 3]
    for (int r = 0; r < parameter.replicas(); r++) {
      double eta = rs.get(r, SgdRates.LEARNING_RATE);
      double mu = rs.get(r, SgdRates.MOMENTUM);
      double w = rs.get(r, SgdRates.WEIGHT_DECAY);
      for (int i = 0; i < n; i++) {
        double p = ps.get(r, i);
        double g = gs.get(r, i);
        if (decay == WeightDecay.L2) {
          g += w * p;
        }
        if (decay == WeightDecay.DECOUPLED) {
          p *= 1 - eta * w;
        }
        double momentum = mu * bs.get(r, i) + g;
        bs.set(r, i, momentum);
        ps.set(r, i, p - eta * momentum);
      }
    }
  }
}
