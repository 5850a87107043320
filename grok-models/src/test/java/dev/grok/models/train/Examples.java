package dev.grok.models.train;

import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Mask;
import dev.grok.models.architecture.TokenFormat;
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
    return Transformer.PAPER.with(
        t -> {
          t.width = 16;
          t.heads = 2;
          t.mlpWidth = 24;
          t.targetDimension = 1;
          t.dropout = dropout;
        });
  }

  /** With the options that the paper's leaves out. */
  static Transformer otherTransformer(
      Transformer.Positions positions, Transformer.Norm norm, Transformer.NormPlace place) {
    return Transformer.PAPER.with(
        t -> {
          t.format = TokenFormat.EQUATION;
          t.width = 12;
          t.depth = 1;
          t.heads = 3;
          t.mlpWidth = 20;
          t.activation = Activation.GELU;
          t.mask = Mask.CAUSAL;
          t.positions = positions;
          t.norm = norm;
          t.normPlace = place;
          t.finalNorm = norm != Transformer.Norm.NONE;
          t.readout = Transformer.Readout.LAST;
          t.targetDimension = 1;
          t.embeddingScale = 0.5;
        });
  }

  static Experiment modular(Transformer model, Batches batches, int evaluateEvery) {
    return Experiment.paper(4)
        .with(
            e -> {
              e.task = new ModularTask(7, ModularTask.Operation.ADDITION, true);
              e.trainingSamples = 40;
              e.model = model;
              e.embedding = OptimizerSettings.adamw(3e-3, 0.1);
              e.decoder = e.embedding;
              e.batches = batches;
              e.evaluateEvery = evaluateEvery;
            });
  }

  static Experiment s3() {
    ToyModel model =
        ToyModel.PAPER.with(
            m -> {
              m.combination = ToyModel.Combination.PRODUCT;
              m.embeddingDimension = 3;
              m.hiddenWidths = List.of(24);
              m.targetDimension = 8;
              m.embeddingDistribution = ToyModel.Distribution.NORMAL;
              m.embeddingMean = 0.1;
              m.embeddingScale = 0.8;
            });
    return Experiment.paper(2)
        .with(
            e -> {
              e.task = new GroupTask("s3", true);
              e.trainingSamples = 24;
              e.model = model;
              e.decoder = OptimizerSettings.adamw(1e-3, 0);
            });
  }

  /** Every kind of model, of batches, and of looks at the accuracies. */
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
            otherTransformer(
                Transformer.Positions.LEARNED, Transformer.Norm.LAYER, Transformer.NormPlace.POST),
            Batches.FULL,
            7),
        modular(
            otherTransformer(
                Transformer.Positions.LEARNED, Transformer.Norm.RMS, Transformer.NormPlace.PRE),
            Batches.FULL,
            1),
        modular(
            otherTransformer(
                Transformer.Positions.SINUSOIDAL, Transformer.Norm.NONE, Transformer.NormPlace.PRE),
            epochs,
            1));
  }
}
