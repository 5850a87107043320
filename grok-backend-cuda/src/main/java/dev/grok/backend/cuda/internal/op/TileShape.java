package dev.grok.backend.cuda.internal.op;

import dev.grok.backend.cuda.internal.device.Grid;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;
import dev.grok.backend.cuda.internal.library.DeviceInfo;

/**
 * The tile of a product that a block computes: {@code down} times {@code across} threads with
 * {@code edge} times {@code edge} elements each. The bits are the same for all shapes.
 */
record TileShape(int edge, int down, int across) {
  /** With fewer threads a side a block could not stage a row of a factor at a time. */
  private static final int MIN_THREADS_A_SIDE = 2;

  /** Smaller blocks would use up the shared memory before they hide latencies. */
  private static final int ENOUGH_THREADS = 64;

  private static final int SCHEDULERS = 4;

  /**
   * The shape whose busiest scheduler has the least to do. With few replicas that means smaller
   * pieces on more multiprocessors; with many it means larger pieces, which spend more of their
   * time on arithmetic.
   *
   * @param m rows of a replica, at least 5
   * @param n columns of a replica, at least 5
   */
  static TileShape best(int m, int n, int replicas, int multiprocessors) {
    TileShape best = new TileShape(4, MIN_THREADS_A_SIDE, MIN_THREADS_A_SIDE);
    double least = Double.POSITIVE_INFINITY;
    int most =
        widest(Grid.parts(m, 4), KernelConstants.TILE_DOWN)
            * widest(Grid.parts(n, 4), KernelConstants.TILE_ACROSS);
    int enough = Math.min(ENOUGH_THREADS, most);
    for (int edge : new int[] {8, 4}) {
      int rows = Grid.parts(m, edge);
      int columns = Grid.parts(n, edge);
      for (int down = widest(rows, KernelConstants.TILE_DOWN);
          down > 0;
          down = nextSmaller(rows, down)) {
        for (int across = widest(columns, KernelConstants.TILE_ACROSS);
            across > 0;
            across = nextSmaller(columns, across)) {
          TileShape shape = new TileShape(edge, down, across);
          double cost = shape.cost(m, n, replicas, multiprocessors);
          if (shape.threads() >= enough
              && shape.threads() <= KernelConstants.THREADS
              && cost < least) {
            best = shape;
            least = cost;
          }
        }
      }
    }
    return best;
  }

  /** The size that splits the pieces evenly into as few parts as the limit allows. */
  private static int widest(int pieces, int limit) {
    return Math.max(MIN_THREADS_A_SIDE, Grid.parts(pieces, Grid.parts(pieces, limit)));
  }

  /** The next smaller such size; 0 if there is none. */
  private static int nextSmaller(int pieces, int size) {
    if (size <= MIN_THREADS_A_SIDE) {
      return 0;
    }
    return Math.max(MIN_THREADS_A_SIDE, Grid.parts(pieces, Grid.parts(pieces, size - 1)));
  }

  int threads() {
    return down * across;
  }

  /** Tiles of a replica. */
  long tiles(int m, int n) {
    return (long) Grid.parts(m, edge * down) * Grid.parts(n, edge * across);
  }

  /** Cycles of the busiest scheduler for a step of k. */
  private double cost(int m, int n, int replicas, int multiprocessors) {
    // The limit is either the instructions (multiply-adds, and reads by fours), or the reads: each
    // may occupy the shared memory of all four schedulers for four cycles.
    int arithmetic = KernelConstants.TILE_STEP * Math.max(edge * edge + edge / 2, 8 * edge);
    // Staging takes about a dozen instructions for every four numbers.
    int fours =
        Grid.parts(KernelConstants.TILE_STEP / 4 * edge, across)
            + Grid.parts(KernelConstants.TILE_STEP / 4 * edge, down);
    long warps =
        Grid.parts(tiles(m, n) * replicas, multiprocessors)
            * Grid.parts(threads(), DeviceInfo.WARP);
    return (double) Grid.parts(warps, SCHEDULERS) * (arithmetic + 40 + 12 * fours);
  }
}
