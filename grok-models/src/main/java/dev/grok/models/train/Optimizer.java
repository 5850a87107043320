package dev.grok.models.train;

import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.SgdRates;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.models.graph.Parameter;
import dev.grok.models.train.OptimizerSettings.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The optimizer of one group of parameters, with rates of its own for every replica. */
final class Optimizer {
  /** A parameter and what the optimizer remembers of it; SGD uses the first moment only. */
  private record Slot(String name, Tensor parameter, Tensor gradient, Tensor first, Tensor second) {
    boolean hasSecond() {
      return first != second;
    }
  }

  private final List<Slot> slots = new ArrayList<>();
  private final Kind kind;
  private final Tensor rates;

  /** Allocates the state, all zero; the rates are {@linkplain #load loaded} per replica. */
  Optimizer(MemoryScope scope, String group, Kind kind, int replicas, List<Parameter> parameters) {
    this.kind = kind;
    int columns = kind == Kind.SGD ? SgdRates.COLUMNS : AdamRates.COLUMNS;
    rates = scope.floats(group + " rates", replicas, columns);
    for (Parameter parameter : parameters) {
      int[] axes = parameter.value().data().shape().toArray();
      Tensor first = scope.floats(parameter.name() + " first moment", axes);
      Tensor second =
          kind == Kind.SGD ? first : scope.floats(parameter.name() + " second moment", axes);
      slots.add(
          new Slot(
              parameter.name(),
              parameter.value().data(),
              parameter.value().gradient(),
              first,
              second));
    }
  }

  /** Sets the rates of one replica. */
  void load(int replica, OptimizerSettings settings) {
    rates.slice(replica, replica + 1).write(settings.row());
  }

  /** One update of every parameter; {@code steps} [R] counts the updates made before. */
  void update(Kernels kernels, Tensor steps) {
    // p (1 - η 0) is p to the bit, so replicas without decay can share the call with others.
    WeightDecay decay = kind == Kind.ADAMW ? WeightDecay.DECOUPLED : WeightDecay.L2;
    for (Slot slot : slots) {
      if (kind == Kind.SGD) {
        kernels.sgd(slot.parameter, slot.first, slot.gradient, rates, decay);
      } else {
        kernels.adam(slot.parameter, slot.first, slot.second, slot.gradient, steps, rates, decay);
      }
    }
  }

  /** What it remembers, by name. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Slot slot : slots) {
      state.put(slot.name + ".first_moment", slot.first);
      if (slot.hasSecond()) {
        state.put(slot.name + ".second_moment", slot.second);
      }
    }
    return state;
  }
}
