package dev.grok.models.train;

import dev.grok.api.MemoryScope;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Kernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The optimizer of a group of parameters, with rates of its own for every replica. */
public final class Optimizer {
  /** A parameter and what is remembered of it, both [R, ...]. */
  private record Slot(String name, Tensor parameter, Tensor gradient, List<Tensor> moments) {}

  private final MemoryScope scope;
  private final OptimizerSettings settings;
  private final Tensor rates;
  private final List<Slot> slots = new ArrayList<>();

  /**
   * An optimizer without parameters and rates.
   *
   * @param name of the group
   * @param settings tell which optimizer it is; the rates are {@linkplain #load loaded} per replica
   */
  public Optimizer(MemoryScope scope, String name, OptimizerSettings settings, int replicas) {
    this.scope = scope;
    this.settings = settings;
    rates = scope.floats(name + " rates", replicas, settings.row().length);
  }

  /** Adds a parameter; what is remembered of it is zero. */
  public void add(String name, Tensor parameter, Tensor gradient) {
    List<Tensor> moments =
        settings.moments().stream()
            .map(
                moment ->
                    scope.floats(
                        name + " " + moment.replace('_', ' '), parameter.shape().toArray()))
            .toList();
    slots.add(new Slot(name, parameter, gradient, moments));
  }

  /** Sets the rates of one replica. */
  public void load(int replica, OptimizerSettings own) {
    rates.slice(replica, replica + 1).write(own.row());
  }

  /** One update of every parameter; {@code steps} [R] counts the updates made before. */
  public void update(Kernels kernels, Tensor steps) {
    for (Slot slot : slots) {
      settings.update(kernels, slot.parameter, slot.gradient, slot.moments, rates, steps);
    }
  }

  /** What it remembers, by name: [R, ...] each. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Slot slot : slots) {
      for (int i = 0; i < slot.moments.size(); i++) {
        state.put(slot.name + "." + settings.moments().get(i), slot.moments.get(i));
      }
    }
    return state;
  }
}
