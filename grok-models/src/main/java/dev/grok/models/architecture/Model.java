package dev.grok.models.architecture;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.models.graph.Value;
import dev.grok.models.task.Pair;
import dev.grok.models.task.SymbolTask;
import dev.grok.models.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * A model as a value: what its parameters are and how they start, and its forward pass. Everything
 * else (gradients, optimizers, ensembles, checkpoints) follows from these. To try an idea of your
 * own, implement this interface.
 */
public interface Model {
  /** What it is trained for. */
  Objective objective();

  /** D of the random targets [classes, D]; used by {@link Objective#REGRESSION} alone. */
  int targetDimension();

  /**
   * Checks that it can learn a task.
   *
   * @throws GrokException in one sentence, if not
   */
  void requireTask(Task task);

  /** Its parameters, in the order in which they are named in files. */
  List<ParameterSpec> parameters(Task task);

  /**
   * Adds the forward pass.
   *
   * @param inputs [R?, B, T] int tokens of a symbol task, or [R?, B, F] float features of images
   * @return predictions [R, B, D]
   */
  Value forward(Pass pass, Task task, Tensor inputs);

  /**
   * Name of its parameter that holds the representation, a row for each symbol; empty if it has
   * none.
   */
  default Optional<String> embedding() {
    return Optional.empty();
  }

  /** The tokens [T] that it reads for a sample; as many for every sample of a task. */
  default int[] tokens(SymbolTask task, Pair pair) {
    return new int[] {pair.a(), pair.b()};
  }

  /** Probability that its dropout layers drop an element; replicas of an ensemble may differ. */
  default double dropout() {
    return 0;
  }

  /**
   * Equal for two models that can share an ensemble. They may differ in what only changes initial
   * values, and in what is uploaded per replica.
   */
  default Object ensembleKey() {
    return this;
  }

  /** Length of its prediction of a sample. */
  default int outputs(Task task) {
    return objective() == Objective.REGRESSION ? targetDimension() : task.classes();
  }
}
