package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.OptimizerKernels;
import dev.grok.api.kernel.SgdRates;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.backend.cpu.internal.loop.AdamCoefficients;
import dev.grok.backend.cpu.internal.loop.OptimizerLoops;
import dev.grok.backend.cpu.internal.loop.SgdCoefficients;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;

/** Parameter updates in one pass; their coefficients are computed in double and rounded once. */
interface OptimizerOps extends KernelFamily, OptimizerKernels {
  /** The cost of an element. */
  int ADAM_COST = 20;

  /** The cost of an element. */
  int SGD_COST = 5;

  @Override
  default void adam(
      Tensor parameterTensor,
      Tensor mTensor,
      Tensor vTensor,
      Tensor gradientTensor,
      Tensor stepsTensor,
      Tensor ratesTensor,
      WeightDecay decay) {
    OptimizerLoops loops = loops().optimizer();
    Op call = call("adam", parameterTensor);
    Floats parameter = call.floats(parameterTensor); // [R, ...]
    Floats m = call.floats(mTensor); // [R, ...]
    Floats v = call.floats(vTensor); // [R, ...]
    Floats gradient = call.floats(gradientTensor); // [R, ...]
    Ints steps = call.ints(stepsTensor); // [R?]
    Floats rates = call.floats(ratesTensor); // [R?, 5]
    call.byElements(ADAM_COST);
    call.submit(
        (replica, from, to, scratch) -> {
          AdamCoefficients step = scratch.adam;
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
          int ip = parameter.at(replica) + from;
          int im = m.at(replica) + from;
          int iv = v.at(replica) + from;
          int ig = gradient.at(replica) + from;
          float[] g = gradient.data;
          loops.adam(step, parameter.data, ip, m.data, im, v.data, iv, g, ig, to - from);
        });
  }

  @Override
  default void sgd(
      Tensor parameterTensor,
      Tensor bufferTensor,
      Tensor gradientTensor,
      Tensor ratesTensor,
      WeightDecay decay) {
    OptimizerLoops loops = loops().optimizer();
    Op call = call("sgd", parameterTensor);
    Floats parameter = call.floats(parameterTensor); // [R, ...]
    Floats buffer = call.floats(bufferTensor); // [R, ...]
    Floats gradient = call.floats(gradientTensor); // [R, ...]
    Floats rates = call.floats(ratesTensor); // [R?, 3]
    call.byElements(SGD_COST);
    call.submit(
        (replica, from, to, scratch) -> {
          int at = rates.at(replica);
          double eta = rates.data[at + SgdRates.LEARNING_RATE];
          double w = rates.data[at + SgdRates.WEIGHT_DECAY];
          SgdCoefficients step = scratch.sgd;
          step.l2 = decay == WeightDecay.L2 ? (float) w : 0f;
          step.keep = decay == WeightDecay.DECOUPLED ? (float) (1 - eta * w) : 1f;
          step.momentum = rates.data[at + SgdRates.MOMENTUM];
          step.learningRate = (float) eta;
          int ip = parameter.at(replica) + from;
          int ib = buffer.at(replica) + from;
          int ig = gradient.at(replica) + from;
          float[] g = gradient.data;
          loops.sgd(step, parameter.data, ip, buffer.data, ib, g, ig, to - from);
        });
  }
}
