package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.SgdRates;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.backend.cpu.internal.loop.AdamCoefficients;
import dev.grok.backend.cpu.internal.loop.OptimizerLoops;
import dev.grok.backend.cpu.internal.loop.SgdCoefficients;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Scratch;

/** Parameter updates in one pass; their coefficients are computed in double and rounded once. */
final class OptimizerOps {
  private OptimizerOps() {}

  /** Adam and AdamW. */
  static final class Adam extends ElementwiseOp {
    private final OptimizerLoops loops;
    private final Floats parameter; // [R, ...]
    private final Floats m; // [R, ...]
    private final Floats v; // [R, ...]
    private final Floats gradient; // [R, ...]
    private final Ints steps; // [R?]
    private final Floats rates; // [R?, 5]
    private final WeightDecay decay;

    Adam(
        OptimizerLoops loops,
        Tensor parameter,
        Tensor m,
        Tensor v,
        Tensor gradient,
        Tensor steps,
        Tensor rates,
        WeightDecay decay) {
      super("adam", parameter, 20);
      this.loops = loops;
      this.parameter = floats(parameter);
      this.m = floats(m);
      this.v = floats(v);
      this.gradient = floats(gradient);
      this.steps = ints(steps);
      this.rates = floats(rates);
      this.decay = decay;
    }

    @Override
    protected void range(int replica, int first, int n, Scratch scratch) {
      prepare(scratch.adam, replica);
      loops.adam(
          scratch.adam,
          parameter.data,
          parameter.at(replica) + first,
          m.data,
          m.at(replica) + first,
          v.data,
          v.at(replica) + first,
          gradient.data,
          gradient.at(replica) + first,
          n);
    }

    private void prepare(AdamCoefficients step, int replica) {
      int at = rates.at(replica);
      double eta = rates.data[at + AdamRates.LEARNING_RATE];
      double w = rates.data[at + AdamRates.WEIGHT_DECAY];
      float oneMinusBeta1 = rates.data[at + AdamRates.ONE_MINUS_BETA1];
      float oneMinusBeta2 = rates.data[at + AdamRates.ONE_MINUS_BETA2];
      step.correct(oneMinusBeta1, oneMinusBeta2, steps.data[steps.at(replica)] + 1L);
      step.l2 = decay == WeightDecay.L2 ? (float) w : 0f;
      step.keep = decay == WeightDecay.DECOUPLED ? (float) (1 - eta * w) : 1f;
      step.epsilon = rates.data[at + AdamRates.EPSILON];
      step.stepSize = (float) (eta / step.firstCorrection);
    }
  }

  /** Stochastic gradient descent with momentum. */
  static final class Sgd extends ElementwiseOp {
    private final OptimizerLoops loops;
    private final Floats parameter; // [R, ...]
    private final Floats buffer; // [R, ...]
    private final Floats gradient; // [R, ...]
    private final Floats rates; // [R?, 3]
    private final WeightDecay decay;

    Sgd(
        OptimizerLoops loops,
        Tensor parameter,
        Tensor buffer,
        Tensor gradient,
        Tensor rates,
        WeightDecay decay) {
      super("sgd", parameter, 5);
      this.loops = loops;
      this.parameter = floats(parameter);
      this.buffer = floats(buffer);
      this.gradient = floats(gradient);
      this.rates = floats(rates);
      this.decay = decay;
    }

    @Override
    protected void range(int replica, int first, int n, Scratch scratch) {
      int at = rates.at(replica);
      double eta = rates.data[at + SgdRates.LEARNING_RATE];
      double w = rates.data[at + SgdRates.WEIGHT_DECAY];
      SgdCoefficients step = scratch.sgd;
      step.l2 = decay == WeightDecay.L2 ? (float) w : 0f;
      step.keep = decay == WeightDecay.DECOUPLED ? (float) (1 - eta * w) : 1f;
      step.momentum = rates.data[at + SgdRates.MOMENTUM];
      step.learningRate = (float) eta;
      loops.sgd(
          step,
          parameter.data,
          parameter.at(replica) + first,
          buffer.data,
          buffer.at(replica) + first,
          gradient.data,
          gradient.at(replica) + first,
          n);
    }
  }
}
