package dev.grok.lab.config;

import dev.grok.models.task.AdditionTask;
import dev.grok.models.toy.ToyExperiment;
import dev.grok.models.toy.ToySettings;
import dev.grok.models.train.OptimizerSettings;

/**
 * A {@link ToyExperiment} whose seed is still open.
 *
 * @param task the addition task
 * @param trainingSamples size of the training set D
 * @param model the model
 * @param embedding optimiser of the embeddings
 * @param decoder optimiser of the decoder
 * @param batchSize training samples a step, chosen anew each step; 0: all, in order
 * @param threshold accuracy whose first crossing is recorded, in (0, 1]
 */
public record ExperimentConfig(
    AdditionTask task,
    int trainingSamples,
    ToySettings model,
    OptimizerSettings embedding,
    OptimizerSettings decoder,
    int batchSize,
    double threshold) {
  public ExperimentConfig {
    // Building one replica checks every number.
    new ToyExperiment(task, trainingSamples, model, embedding, decoder, batchSize, threshold, 0);
  }

  /** The experiment of one replica. */
  public ToyExperiment replica(long seed) {
    return new ToyExperiment(
        task, trainingSamples, model, embedding, decoder, batchSize, threshold, seed);
  }
}
