package dev.grok.lab.config;

import dev.grok.models.architecture.Model;
import dev.grok.models.task.Task;
import dev.grok.models.train.Batches;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.Thresholds;

/**
 * An {@link Experiment} whose seed is still open.
 *
 * @param task what is learned
 * @param trainingSamples size of the training set D
 * @param model the model
 * @param embedding optimizer of the representation
 * @param decoder optimizer of the decoder
 * @param batches which samples a step sees
 * @param thresholds accuracies whose first crossing is recorded
 * @param evaluateEvery steps between two looks at both accuracies
 */
public record ExperimentConfig(
    Task task,
    int trainingSamples,
    Model model,
    OptimizerSettings embedding,
    OptimizerSettings decoder,
    Batches batches,
    Thresholds thresholds,
    int evaluateEvery) {
  public ExperimentConfig {
    // Building one replica checks every number.
    new Experiment(
        task, trainingSamples, model, embedding, decoder, batches, thresholds, evaluateEvery, 0);
  }

  public Experiment replica(long seed) {
    return new Experiment(
        task, trainingSamples, model, embedding, decoder, batches, thresholds, evaluateEvery, seed);
  }
}
