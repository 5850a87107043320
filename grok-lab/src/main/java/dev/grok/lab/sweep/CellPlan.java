package dev.grok.lab.sweep;

import dev.grok.lab.config.CellConfigs;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.config.UsageException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The cells of a sweep, each with its identity, and which of them can share an ensemble.
 * Configurations are made anew when asked for, so that many cells take little memory.
 */
public final class CellPlan implements Cells {
  private static final int UNKNOWN = -1;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final SweepConfig sweep;
  private final CellConfigs configs;
  private final long[] high;
  private final long[] low;
  private final BitSet identified = new BitSet();
  private final int[] groups;
  private final Map<List<Object>, Integer> keys = new HashMap<>();

  private CellPlan(SweepConfig sweep, CellConfigs configs) {
    this.sweep = sweep;
    this.configs = configs;
    int cells = sweep.cells();
    high = new long[cells];
    low = new long[cells];
    groups = new int[cells];
    Arrays.fill(groups, UNKNOWN);
  }

  /**
   * Checks every cell.
   *
   * @throws UsageException if a cell's configuration is not sound, or two cells are the same
   */
  public CellPlan(SweepConfig sweep) {
    this(sweep, new CellConfigs(sweep));
    prepare(IntStream.range(0, cells()));
    requireDifferent();
  }

  /** The cells of a sweep that was checked when it began: each is made when asked for. */
  public static CellPlan ofBegun(SweepConfig sweep) {
    return new CellPlan(sweep, new CellConfigs(sweep));
  }

  /**
   * Works out identities and groups of many cells at once.
   *
   * @throws UsageException if a cell's configuration is not sound
   */
  public void prepare(IntStream cells) {
    cells.parallel().forEach(this::group);
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
    synchronized (this) {
      if (identified.get(cell)) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high[cell]) + hex.toHexDigits(low[cell]);
      }
    }
    String id = CellConfigs.id(config(cell));
    identify(cell, id);
    return id;
  }

  private synchronized void identify(int cell, String id) {
    high[cell] = Long.parseUnsignedLong(id.substring(0, 16), 16);
    low[cell] = Long.parseUnsignedLong(id.substring(16), 16);
    identified.set(cell);
  }

  /**
   * Whether a text is the identity of a cell.
   *
   * @param trusted whether it is known to be of this sweep: then it is not worked out again
   */
  public boolean isId(int cell, String id, boolean trusted) {
    if (cell < 0 || cell >= high.length || !ID.matcher(id).matches()) {
      return false;
    }
    synchronized (this) {
      if (trusted && !identified.get(cell)) {
        identify(cell, id);
      }
    }
    return id(cell).equals(id);
  }

  @Override
  public RunConfig config(int cell) {
    return configs.config(cell);
  }

  @Override
  public int group(int cell) {
    synchronized (this) {
      if (groups[cell] != UNKNOWN) {
        return groups[cell];
      }
    }
    RunConfig config = config(cell);
    String id = CellConfigs.id(config);
    List<Object> key = config.replicas().get(0).ensembleKey();
    synchronized (this) {
      identify(cell, id);
      groups[cell] = keys.computeIfAbsent(key, k -> keys.size());
      return groups[cell];
    }
  }
}
