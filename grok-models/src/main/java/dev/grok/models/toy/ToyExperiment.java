package dev.grok.models.toy;

import dev.grok.api.GrokException;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.train.OptimizerSettings;
import java.util.List;

/**
 * Everything that decides the training of one replica: the same value gives the same bits.
 *
 * @param task the addition task
 * @param trainingSamples size of the training set D
 * @param model the model
 * @param embedding optimiser of the embeddings
 * @param decoder optimiser of the decoder
 * @param batchSize training samples a step, chosen anew each step; 0: all, in order
 * @param threshold accuracy whose first crossing is recorded, in (0, 1]
 * @param seed of split, targets, initial state and batches
 */
public record ToyExperiment(
    AdditionTask task,
    int trainingSamples,
    ToySettings model,
    OptimizerSettings embedding,
    OptimizerSettings decoder,
    int batchSize,
    double threshold,
    long seed) {
  public ToyExperiment {
    if (trainingSamples < 1 || trainingSamples > task.size()) {
      throw new GrokException(
          "training samples must be between 1 and %d (all samples of p = %d): %d"
              .formatted(task.size(), task.p(), trainingSamples));
    }
    if (batchSize < 0 || batchSize > trainingSamples) {
      throw new GrokException(
          "batch size must be between 0 (all) and %d (training samples): %d"
              .formatted(trainingSamples, batchSize));
    }
    if (!(threshold > 0 && threshold <= 1)) {
      throw new GrokException("threshold must be in (0, 1]: " + threshold);
    }
  }

  /** The paper's: p = 10, 45 of 55 samples, AdamW 10⁻³ on embeddings, 10⁻⁴ on the decoder. */
  public static ToyExperiment paper(long seed) {
    return new ToyExperiment(
        new AdditionTask(10, false),
        45,
        ToySettings.PAPER,
        OptimizerSettings.adamw(1e-3, 0),
        OptimizerSettings.adamw(1e-4, 0),
        0,
        0.9,
        seed);
  }

  /** What must be equal for two replicas to share an ensemble: all that shapes its kernels. */
  List<Object> ensembleKey() {
    return List.of(
        task,
        trainingSamples,
        model.objective(),
        model.embeddingDimension(),
        model.hiddenWidths(),
        model.activation(),
        model.targetDimension(),
        embedding.kind(),
        decoder.kind(),
        batchSize,
        threshold);
  }

  public ToyExperiment withSeed(long other) {
    return new ToyExperiment(
        task, trainingSamples, model, embedding, decoder, batchSize, threshold, other);
  }

  public ToyExperiment withTrainingSamples(int samples) {
    return new ToyExperiment(task, samples, model, embedding, decoder, batchSize, threshold, seed);
  }

  public ToyExperiment withDecoder(OptimizerSettings settings) {
    return new ToyExperiment(
        task, trainingSamples, model, embedding, settings, batchSize, threshold, seed);
  }

  public ToyExperiment withEmbedding(OptimizerSettings settings) {
    return new ToyExperiment(
        task, trainingSamples, model, settings, decoder, batchSize, threshold, seed);
  }
}
