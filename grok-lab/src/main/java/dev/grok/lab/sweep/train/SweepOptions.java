package dev.grok.lab.sweep.train;

import dev.grok.api.backend.Backends;
import dev.grok.lab.sweep.Shard;
import dev.grok.models.task.DataDirectory;
import java.nio.file.Path;

/**
 * How a sweep is trained. Of all this only the kind of backend changes a result.
 *
 * @param engine name of the engine
 * @param master address of a cluster, for engines that have one; may be empty
 * @param backend chosen
 * @param data directory of image data; empty: that named by GROK_DATA
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
    String data,
    int workers,
    int replicas,
    Shard shard,
    boolean failFast,
    boolean retryFailed) {
  /** The directory of image data that a text names. */
  public static DataDirectory dataDirectory(String data) {
    return data.isEmpty() ? DataDirectory.ofEnvironment() : DataDirectory.of(Path.of(data));
  }
}
