package dev.grok.models.train;

import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Mask;
import dev.grok.models.architecture.Objective;
import dev.grok.models.architecture.ToyModel;
import dev.grok.models.architecture.Transformer;
import dev.grok.models.task.GroupTask;
import dev.grok.models.task.ModularTask;
import java.util.List;

/** Small experiments of every kind. */
final class Examples {
  private Examples() {}

  /** The paper's transformer in small. */
  static Transformer transformer(double dropout) {
    return new Transformer(
        Objective.CLASSIFICATION,
        Transformer.Format.PAIR,
        16,
        2,
        2,
        24,
        Activation.RELU,
        Mask.NONE,
        Transformer.Positions.NONE,
        Transformer.Norm.PRE,
        false,
        Transformer.Readout.CONCATENATED,
        1,
        1,
        1,
        dropout);
  }

  /** With everything that the paper's has not. */
  static Transformer otherTransformer(Transformer.Positions positions, Transformer.Norm norm) {
    return new Transformer(
        Objective.CLASSIFICATION,
        Transformer.Format.EQUATION,
        12,
        1,
        3,
        20,
        Activation.GELU,
        Mask.CAUSAL,
        positions,
        norm,
        true,
        Transformer.Readout.LAST,
        1,
        0.5,
        1,
        0);
  }

  static Experiment modular(Transformer model, Batches batches, int evaluateEvery) {
    OptimizerSettings adamw = OptimizerSettings.adamw(3e-3, 0.1);
    return new Experiment(
        new ModularTask(7, ModularTask.Operation.ADDITION, true),
        40,
        model,
        adamw,
        adamw,
        batches,
        Thresholds.TABLE_1,
        evaluateEvery,
        4);
  }

  static Experiment s3() {
    ToyModel model =
        new ToyModel(
            Objective.REGRESSION,
            ToyModel.Combination.PRODUCT,
            3,
            List.of(24),
            Activation.TANH,
            8,
            ToyModel.Distribution.NORMAL,
            0.1,
            0.8,
            1);
    OptimizerSettings adamw = OptimizerSettings.adamw(1e-3, 0);
    return new Experiment(
        new GroupTask("s3", true), 24, model, adamw, adamw, Batches.FULL, Thresholds.TABLE_1, 1, 2);
  }

  /** Of all kinds, each with what it shows. */
  static List<Experiment> all() {
    Batches random = new Batches(13, Batches.Order.RANDOM);
    Batches epochs = new Batches(13, Batches.Order.EPOCHS);
    return List.of(
        Experiment.paper(3),
        s3(),
        modular(transformer(0), Batches.FULL, 1),
        modular(transformer(0.2), Batches.FULL, 1),
        modular(transformer(0.2), random, 10),
        modular(transformer(0), epochs, 5),
        modular(
            otherTransformer(Transformer.Positions.LEARNED, Transformer.Norm.POST),
            Batches.FULL,
            7),
        modular(
            otherTransformer(Transformer.Positions.SINUSOIDAL, Transformer.Norm.NONE), epochs, 1));
  }
}
