package dev.grok.lab.sweep;

import dev.grok.api.Backends;
import dev.grok.models.task.DataDirectory;

/**
 * How a sweep is trained; none of it changes a result, but the kind of backend.
 *
 * @param engine name of the engine
 * @param master address of a cluster, for engines that have one; may be empty
 * @param backend chosen
 * @param data where image data lie
 * @param workers at once; 0: as many as the backend and the machine suggest
 * @param replicas most replicas of an ensemble; 0: as many as the backend prefers
 * @param shard which cells this process trains
 * @param failFast whether a cell that fails or diverges ends the sweep
 * @param retryFailed whether cells that failed are tried again
 */
public record SweepOptions(
    String engine,
    String master,
    Backends.Choice backend,
    DataDirectory data,
    int workers,
    int replicas,
    Shard shard,
    boolean failFast,
    boolean retryFailed) {}
