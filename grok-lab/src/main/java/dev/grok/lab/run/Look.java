package dev.grok.lab.run;

import dev.grok.models.train.ReplicaMetrics;

/**
 * What is written of one replica at one step.
 *
 * @param metrics losses and accuracies
 * @param rqi representation quality index; NaN once the embeddings are not finite
 * @param predictedAccuracy Âcc on all samples, from the representation; likewise
 */
public record Look(ReplicaMetrics metrics, double rqi, double predictedAccuracy) {}
