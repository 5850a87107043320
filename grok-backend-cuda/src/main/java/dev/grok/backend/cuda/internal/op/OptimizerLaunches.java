package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.OptimizerKernels;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code optimizer.cu}. */
interface OptimizerLaunches extends OptimizerKernels, StepSink {
  @Override
  default void adam(
      Tensor parameter,
      Tensor m,
      Tensor v,
      Tensor gradient,
      Tensor steps,
      Tensor rates,
      WeightDecay decay) {
    accept(AdamLaunch.of(parameter, m, v, gradient, steps, rates, decay));
  }

  @Override
  default void sgd(
      Tensor parameter, Tensor buffer, Tensor gradient, Tensor rates, WeightDecay decay) {
    accept(
        new KernelStep("optimizer", "sgd")
            .out(parameter, buffer)
            .in(gradient, rates)
            .args(decay.ordinal())
            .elementsOf(parameter));
  }
}
