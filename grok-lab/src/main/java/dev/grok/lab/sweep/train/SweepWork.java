package dev.grok.lab.sweep.train;

import dev.grok.lab.sweep.CellPlan;
import java.nio.file.Path;

/**
 * What an engine is to train.
 *
 * @param plan the sweep's cells
 * @param cells which of them
 * @param directory of the sweep: initial states lie there
 * @param options how they are trained
 * @param listener is told what becomes of the cells
 */
public record SweepWork(
    CellPlan plan, int[] cells, Path directory, SweepOptions options, CellListener listener) {}
