package dev.grok.models.train;

import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Kernels;
import dev.grok.models.train.OptimizerSettings.Trained;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The optimizer of a group of parameters, with rates of its own for every replica. */
public final class Optimizer {
  private static final List<String> MOMENTS = List.of("first_moment", "second_moment");

  private final MemoryScope scope;
  private final OptimizerSettings settings;
  private final Tensor rates;
  private final Map<String, Trained> parameters = new LinkedHashMap<>();

  /**
   * An optimizer without parameters.
   *
   * @param name of the group
   * @param settings tell which optimizer it is; the rates are {@linkplain #load loaded} per replica
   */
  public Optimizer(MemoryScope scope, String name, OptimizerSettings settings, int replicas) {
    this.scope = scope;
    this.settings = settings;
    rates = scope.floats(name + " rates", replicas, settings.row().length);
  }

  /** Adds a parameter [R, ...]. */
  public void add(String name, Tensor parameter, Tensor gradient) {
    List<Tensor> moments = new ArrayList<>();
    for (String moment : MOMENTS.subList(0, settings.moments())) {
      String tensor = name + " " + moment.replace('_', ' ');
      moments.add(scope.floats(tensor, parameter.shape().toArray()));
    }
    parameters.put(name, new Trained(parameter, gradient, moments));
  }

  /** Sets the rates of one replica. */
  public void load(int replica, OptimizerSettings own) {
    rates.slice(replica, replica + 1).write(own.row());
  }

  /** One update of every parameter; {@code steps} [R] counts the updates made before. */
  public void update(Kernels kernels, Tensor steps) {
    parameters.values().forEach(p -> settings.update(kernels, p, rates, steps));
  }

  /** What it remembers, by name: [R, ...] each. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    parameters.forEach(
        (name, p) -> {
          for (int i = 0; i < p.moments().size(); i++) {
            state.put(name + "." + MOMENTS.get(i), p.moments().get(i));
          }
        });
    return state;
  }
}
