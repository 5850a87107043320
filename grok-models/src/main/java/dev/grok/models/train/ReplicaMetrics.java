package dev.grok.models.train;

/**
 * What is measured of one replica at one time.
 *
 * @param step number of updates made
 * @param trainLoss mean over the training set
 * @param validationLoss mean over the validation set; NaN if that is empty
 * @param trainAccuracy share of correct training samples
 * @param validationAccuracy share of correct validation samples; NaN if there are none
 */
public record ReplicaMetrics(
    long step,
    double trainLoss,
    double validationLoss,
    double trainAccuracy,
    double validationAccuracy) {}
