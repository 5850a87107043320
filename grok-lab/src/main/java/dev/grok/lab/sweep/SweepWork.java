package dev.grok.lab.sweep;

import dev.grok.api.backend.Backends;
import dev.grok.models.task.DataDirectory;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * What an engine is to train.
 *
 * @param plan the sweep's cells
 * @param cells which of them
 * @param directory of the sweep: initial states lie there
 * @param backend chosen
 * @param data directory of image data; empty: that named by GROK_DATA
 * @param workers at once; 0: as many as the backend and the machine suggest
 * @param replicas most replicas of an ensemble; 0: as many as the backend prefers
 * @param master address of a cluster, for engines that have one; may be empty
 * @param listener is told what becomes of the cells
 * @param canceled whether no further cell should be begun
 */
public record SweepWork(
    CellPlan plan,
    int[] cells,
    Path directory,
    Backends.Choice backend,
    String data,
    int workers,
    int replicas,
    String master,
    CellListener listener,
    BooleanSupplier canceled) {
  /** The directory of image data. */
  public static DataDirectory dataDirectory(String data) {
    return data.isEmpty() ? DataDirectory.ofEnvironment() : DataDirectory.of(Path.of(data));
  }
}
