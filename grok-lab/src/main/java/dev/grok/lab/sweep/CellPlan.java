package dev.grok.lab.sweep;

import dev.grok.lab.config.CellConfigs;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.config.UsageException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The cells of a sweep: all checked, each with its identity, and which of them can share an
 * ensemble. Configurations are made anew when asked for, so that many cells take little memory.
 */
public final class CellPlan implements Cells {
  private final SweepConfig sweep;
  private final CellConfigs configs;
  private final long[] high;
  private final long[] low;
  private final int[] groups;

  /**
   * @throws UsageException if a cell's configuration is not sound, or two cells are the same
   */
  public CellPlan(SweepConfig sweep) {
    this.sweep = sweep;
    configs = new CellConfigs(sweep);
    int cells = sweep.cells();
    high = new long[cells];
    low = new long[cells];
    groups = new int[cells];
    Map<List<Object>, Integer> keys = new ConcurrentHashMap<>();
    AtomicInteger known = new AtomicInteger();
    IntStream.range(0, cells)
        .parallel()
        .forEach(
            cell -> {
              RunConfig config = configs.config(cell);
              String id = CellConfigs.id(config);
              high[cell] = Long.parseUnsignedLong(id.substring(0, 16), 16);
              low[cell] = Long.parseUnsignedLong(id.substring(16), 16);
              List<Object> key = config.replicas().get(0).ensembleKey();
              groups[cell] = keys.computeIfAbsent(key, k -> known.getAndIncrement());
            });
    requireDifferent();
  }

  private void requireDifferent() {
    Map<Long, Integer> seen = new HashMap<>();
    for (int cell = 0; cell < high.length; cell++) {
      Integer other = seen.putIfAbsent(high[cell], cell);
      if (other != null) {
        throw new UsageException(
            "cells %d and %d of the sweep are the same: %s"
                .formatted(other, cell, "an axis changes nothing"));
      }
    }
  }

  public SweepConfig sweep() {
    return sweep;
  }

  /** The configurations, and the axes' values. */
  public CellConfigs configs() {
    return configs;
  }

  public int cells() {
    return high.length;
  }

  @Override
  public String id(int cell) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high[cell]) + hex.toHexDigits(low[cell]);
  }

  /** Whether a text is the identity of a cell. */
  boolean isId(int cell, String id) {
    return cell >= 0 && cell < high.length && id(cell).equals(id);
  }

  @Override
  public RunConfig config(int cell) {
    return configs.config(cell);
  }

  @Override
  public int group(int cell) {
    return groups[cell];
  }
}
