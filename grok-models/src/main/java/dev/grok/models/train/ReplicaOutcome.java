package dev.grok.models.train;

/**
 * How the run of one replica went.
 *
 * @param train when training accuracy first reached its threshold
 * @param validation when validation accuracy did
 * @param divergence when the training loss first was NaN or infinite
 * @param last the metrics at the end
 */
public record ReplicaOutcome(
    Crossing train, Crossing validation, Crossing divergence, ReplicaMetrics last) {}
