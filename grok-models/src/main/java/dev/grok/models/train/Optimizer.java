package dev.grok.models.train;

import dev.grok.api.GrokException;
import dev.grok.api.MemoryScope;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.SgdRates;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.models.graph.Parameter;
import dev.grok.models.train.OptimizerSettings.Kind;
import java.util.ArrayList;
import java.util.List;

/** The optimiser of one group of parameters, with rates of its own for every replica. */
public final class Optimizer {
  /** A parameter and what the optimiser remembers of it; SGD uses the first moment only. */
  private record Slot(Tensor parameter, Tensor gradient, Tensor first, Tensor second) {}

  private final List<Slot> slots = new ArrayList<>();
  private final Kind kind;
  private final WeightDecay decay;
  private final Tensor rates;

  /**
   * Allocates the state.
   *
   * @param settings one for each replica, all of one kind
   * @throws GrokException if kinds differ
   */
  public Optimizer(
      MemoryScope scope,
      String group,
      List<OptimizerSettings> settings,
      List<Parameter> parameters) {
    kind = settings.get(0).kind();
    for (OptimizerSettings each : settings) {
      if (each.kind() != kind) {
        throw new GrokException(
            "replicas of one ensemble need one kind of optimiser for the %s: %s and %s"
                .formatted(group, kind, each.kind()));
      }
    }
    decay = weightDecay(settings);
    String name = group + " rates";
    rates =
        kind == Kind.SGD
            ? SgdRates.upload(
                scope, name, settings.stream().map(OptimizerSettings::sgdRates).toList())
            : AdamRates.upload(
                scope, name, settings.stream().map(OptimizerSettings::adamRates).toList());
    for (Parameter parameter : parameters) {
      int[] axes = parameter.value().data().shape().toArray();
      Tensor first = scope.floats(parameter.name() + " first moment", axes);
      Tensor second =
          kind == Kind.SGD ? first : scope.floats(parameter.name() + " second moment", axes);
      slots.add(new Slot(parameter.value().data(), parameter.value().gradient(), first, second));
    }
  }

  private WeightDecay weightDecay(List<OptimizerSettings> settings) {
    if (kind != Kind.ADAMW) {
      return WeightDecay.L2;
    }
    // p (1 - η 0) is p to the bit, so a group without decay can skip it.
    boolean any = settings.stream().anyMatch(each -> each.weightDecay() != 0);
    return any ? WeightDecay.DECOUPLED : WeightDecay.NONE;
  }

  /** One update of every parameter; {@code steps} [R] counts the updates made before. */
  public void update(Kernels kernels, Tensor steps) {
    for (Slot slot : slots) {
      if (kind == Kind.SGD) {
        kernels.sgd(slot.parameter, slot.first, slot.gradient, rates, decay);
      } else {
        kernels.adam(slot.parameter, slot.first, slot.second, slot.gradient, steps, rates, decay);
      }
    }
  }
}
