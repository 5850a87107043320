package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.OptimizerKernels;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.backend.cuda.internal.device.KernelStep;
import java.util.List;

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
    List<Tensor> read = List.of(gradient, steps, rates);
    accept(new AdamLaunch(List.of(new AdamLaunch.Update(List.of(parameter, m, v), read, decay))));
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
