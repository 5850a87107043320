package dev.grok.models.graph;

import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Write;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The operations of a graph in order, each with its derivative, and the values they read. */
final class Tape {
  private record Operation(Runnable forward, Runnable backward) {}

  private final MemoryScope scope;
  private final Kernels kernels;
  private final boolean trained;
  private final List<Operation> operations = new ArrayList<>();
  private final Set<Value> tracked = new LinkedHashSet<>();
  private final Tensor one;

  /**
   * An empty tape.
   *
   * @param trained whether there will be backward passes; if not, parameters are only read
   */
  Tape(MemoryScope scope, Kernels kernels, boolean trained) {
    this.scope = scope;
    this.kernels = kernels;
    this.trained = trained;
    this.one = scope.floats("dLoss", 1);
    one.write(1.0);
  }

  /** Adds an operation that will contribute to the gradients of those inputs that have one. */
  void add(Runnable forward, Runnable backward, Value... inputs) {
    operations.add(new Operation(forward, backward));
    for (Value input : inputs) {
      if (trained && input.isTracked()) {
        input.addConsumer(scope);
        tracked.add(input);
      }
    }
  }

  /** For kernels that can only overwrite: a later contribution goes through the scratch tensor. */
  void contribute(Value to, Consumer<Tensor> overwrite) {
    if (!to.isTracked()) {
      return;
    }
    if (to.nextContribution() == Write.OVERWRITE) {
      overwrite.accept(to.gradient());
    } else {
      overwrite.accept(to.scratch());
      kernels.add(to.gradient(), to.gradient(), to.scratch());
    }
  }

  void forward() {
    operations.forEach(operation -> operation.forward.run());
  }

  void backward(Value loss) {
    tracked.forEach(Value::startBackward);
    kernels.copy(loss.gradient(), one);
    for (int i = operations.size() - 1; i >= 0; i--) {
      operations.get(i).backward.run();
    }
  }
}
