package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.loop.MatmulLoops;
import dev.grok.backend.cpu.internal.loop.TileMode;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/**
 * A matrix product in tiles. Both factors are read in place. Only B is packed first if it is
 * transposed, narrower than a vector, or used so often that packing pays. Between blocks of k the
 * unfinished chains lie in C, so every element of C is one chain over k.
 */
final class MatmulOp implements Op.Body {
  /** Floats of packed B (1 MB) that are used together. */
  private static final int BLOCK_B = 1 << 18;

  /** Floats of A (256 kB) that are used together. */
  private static final int BLOCK_A = 1 << 16;

  /** The longest block of k: a panel of B stays in the second-level cache (256 kB). */
  private static final int BLOCK_K = 1024;

  /** The same if A is transposed: then every step over k takes another cache line of A. */
  private static final int BLOCK_K_OF_COLUMNS = 160;

  /** Bytes of a panel of B, read in place, that stay in the nearest cache from tile to tile. */
  private static final int PANEL_IN_PLACE = 40 << 10;

  private static final int CACHE_LINE = 64;

  /** A panel of B is worth packing if at least this number of tiles uses it. */
  private static final int WORTH_PACKING = 64;

  /** The same if rows of B are crowded in the cache. */
  private static final int WORTH_PACKING_CROWDED = 24;

  /** Rows of B whose distance is a multiple of this share a few lines of the cache. */
  private static final int CROWDED = 128;

  private final MatmulLoops loops;
  private final Floats c; // [R, M, N]
  private final Floats a; // [R?, M, K] or [R?, K, M]
  private final Floats b; // [R?, K, N] or [R?, N, K]
  private final boolean transposeB;
  private final boolean accumulate;
  private final int m;
  private final int n;
  private final int k;
  private final int aRow;
  private final int aStep;
  private final int tileRows;
  private final int lanes;
  private final int vectors;
  private final int panels;
  private final int panelsAtATime;
  private final int blockRows;
  private final int blockK;

  /** Parts of the rows into which a panel is split; 0 if threads share rows and not panels. */
  private final int partsOfPanel;

  private final boolean packed;

  MatmulOp(
      Op call, MatmulLoops loops, Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
    this.loops = loops;
    this.c = call.floats(c);
    this.a = call.floats(a);
    this.b = call.floats(b);
    transposeB = transpose.b();
    accumulate = write == Write.ACCUMULATE;
    m = c.shape().axis(1);
    n = c.shape().axis(2);
    k = a.shape().axis(transpose.a() ? 1 : 2);
    aRow = transpose.a() ? 1 : k;
    aStep = transpose.a() ? m : 1;
    tileRows = loops.tileRows();
    lanes = loops.lanes();
    vectors = parts(n, lanes);
    panels = parts(vectors, loops.tileVectors());
    int tiles = parts(m, tileRows);
    boolean narrow = panels > 0 && columns(panels - 1) < lanes;
    int worthPacking = n % CROWDED == 0 ? WORTH_PACKING_CROWDED : WORTH_PACKING;
    packed = transposeB || narrow || tiles >= worthPacking;
    // If C accumulates, it cannot hold unfinished chains: k stays one block.
    blockK = accumulate ? k : evenly(k, longestBlock(transpose.a(), tiles));
    panelsAtATime = clamp(BLOCK_B / Math.max(blockK, 1) / (lanes * loops.tileVectors()), panels);
    blockRows = clamp(BLOCK_A / Math.max(blockK, 1) / tileRows, parts(m, tileRows)) * tileRows;
    // Threads that share rows each pack all of B; threads that share panels each read all of A.
    boolean byPanels = panels >= tiles || (packed && n >= m);
    partsOfPanel = byPanels ? Math.max(1, tiles / worthPacking) : 0;
    call.byParts(byPanels ? Math.multiplyExact(panels, partsOfPanel) : tiles);
    call.cost((long) m * n * Math.max(k, 1));
    call.packed(
        packed ? Math.multiplyExact(panelsAtATime * loops.tileVectors() * lanes, blockK) : 0);
  }

  private static int parts(int length, int part) {
    return (int) (((long) length + part - 1) / part);
  }

  /** The length of equal parts, as few as possible, none of them longer than {@code longest}. */
  private static int evenly(int length, int longest) {
    return length == 0 ? 0 : parts(length, parts(length, longest));
  }

  private static int clamp(int value, int most) {
    return Math.max(1, Math.min(value, most));
  }

  private int longestBlock(boolean transposeA, int tiles) {
    int longest = transposeA ? BLOCK_K_OF_COLUMNS : BLOCK_K;
    if (packed || tiles == 1) {
      return longest;
    }
    int widest = parts(vectors, Math.max(1, panels)) * lanes;
    int bytesOfStep = (parts(widest * Float.BYTES, CACHE_LINE) + 1) * CACHE_LINE;
    return Math.min(longest, PANEL_IN_PLACE / bytesOfStep);
  }

  /** The first column of a panel; panels have about the same number of vectors. */
  private int first(int panel) {
    return panel >= panels ? n : (int) ((long) vectors * panel / panels) * lanes;
  }

  private int columns(int panel) {
    return first(panel + 1) - first(panel);
  }

  @Override
  public void run(int replica, int from, int to, Scratch scratch) {
    if (partsOfPanel == 0) {
      multiply(replica, from * tileRows, Math.min(to * tileRows, m), 0, panels, scratch);
      return;
    }
    // First the rest of a panel, then whole panels, then the beginning of one.
    int unit = from;
    while (unit < to) {
      int panel = unit / partsOfPanel;
      int part = unit % partsOfPanel;
      int whole = (to - unit) / partsOfPanel;
      if (part == 0 && whole > 0) {
        multiply(replica, 0, m, panel, panel + whole, scratch);
        unit += whole * partsOfPanel;
      } else {
        int end = Math.min(partsOfPanel, part + to - unit);
        multiply(replica, rowOf(part), rowOf(end), panel, panel + 1, scratch);
        unit += end - part;
      }
    }
  }

  /** The first row of a part of a panel. */
  private int rowOf(int part) {
    return Math.min(m, (int) ((long) parts(m, tileRows) * part / partsOfPanel) * tileRows);
  }

  private void multiply(
      int replica, int rowFrom, int rowTo, int panelFrom, int panelTo, Scratch scratch) {
    for (int panel = panelFrom; panel < panelTo; panel += panelsAtATime) {
      int end = Math.min(panel + panelsAtATime, panelTo);
      // It runs once even for k = 0, which makes C zero.
      int p = 0;
      do {
        int steps = Math.min(blockK, k - p);
        if (packed) {
          pack(replica, panel, end, p, steps, scratch.packed);
        }
        for (int i = rowFrom; i < rowTo; i += blockRows) {
          multiplyBlock(replica, i, Math.min(i + blockRows, rowTo), panel, end, p, steps, scratch);
        }
        p += steps;
      } while (p < k);
    }
  }

  private void multiplyBlock(
      int replica,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      int p,
      int steps,
      Scratch scratch) {
    TileMode mode =
        accumulate ? TileMode.ACCUMULATE : p == 0 ? TileMode.OVERWRITE : TileMode.CONTINUE;
    int packedAt = 0;
    for (int panel = panelFrom; panel < panelTo; panel++) {
      int columns = columns(panel);
      int width = packed ? Math.max(columns, lanes) : n;
      int bAt = packed ? packedAt : b.at(replica) + p * n + first(panel);
      float[] bData = packed ? scratch.packed : b.data;
      packedAt += width * steps;
      int cAt = c.at(replica) + first(panel);
      for (int i = rowFrom; i < rowTo; i += tileRows) {
        loops.tile(
            steps,
            a.data,
            a.at(replica) + i * aRow + p * aStep,
            aRow,
            aStep,
            bData,
            bAt,
            width,
            Math.min(tileRows, rowTo - i),
            columns,
            c.data,
            cAt + i * n,
            n,
            mode,
            scratch.tileWork);
      }
    }
  }

  /** Packs panels of B one after the other, [steps, width] each. */
  private void pack(int replica, int panelFrom, int panelTo, int p, int steps, float[] to) {
    int at = 0;
    for (int panel = panelFrom; panel < panelTo; panel++) {
      int columns = columns(panel);
      int width = Math.max(columns, lanes);
      if (transposeB) {
        int from = b.at(replica) + first(panel) * k + p;
        loops.transposeBlock(columns, steps, to, at, width, b.data, from, k);
      } else {
        int from = b.at(replica) + p * n + first(panel);
        loops.copyBlock(steps, columns, to, at, width, b.data, from, n);
      }
      at += width * steps;
    }
  }
}
