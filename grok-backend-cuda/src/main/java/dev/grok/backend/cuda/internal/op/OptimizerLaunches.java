package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.perReplica;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.OptimizerKernels;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code optimizer.cu}. */
interface OptimizerLaunches extends OptimizerKernels, Launches {
  @Override
  default void adam(
      Tensor parameter,
      Tensor m,
      Tensor v,
      Tensor gradient,
      Tensor steps,
      Tensor rates,
      WeightDecay decay) {
    if (perReplica(parameter) > 0 && parameter.replicas() > 0) {
      accept(AdamStep.of(parameter, m, v, gradient, steps, rates, decay.ordinal()));
    }
  }

  @Override
  default void sgd(
      Tensor parameter, Tensor buffer, Tensor gradient, Tensor rates, WeightDecay decay) {
    int n = perReplica(parameter);
    int replicas = parameter.replicas();
    if (n > 0 && replicas > 0) {
      accept(
          new KernelStep("optimizer", "sgd")
              .elements(n, replicas)
              .out(parameter)
              .out(buffer)
              .in(gradient)
              .in(rates)
              .arg(decay.ordinal())
              .arg(n)
              .arg(replicas));
    }
  }
}
