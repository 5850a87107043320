package dev.grok.backend.cuda.internal.op;

import dev.grok.backend.cuda.internal.kernels.KernelConstants;
import dev.grok.backend.cuda.internal.library.DeviceInfo;

/**
 * The tile of a product that a block computes: {@code down} times {@code across} threads with
 * {@code edge} times {@code edge} elements each. The bits are the same for all shapes.
 */
record TileShape(int edge, int down, int across) {
  /** Fewer threads than that could not stage a factor a row at a time. */
  private static final int MIN_THREADS_A_SIDE = 2;

  /** Smaller blocks would use up the shared memory before they hide latencies. */
  private static final int ENOUGH_THREADS = 64;

  private static final int SCHEDULERS = 4;

  /**
   * The shape with the shortest busiest scheduler. With few replicas that has smaller pieces on
   * more multiprocessors, with many larger ones, of which more of the work is arithmetic.
   *
   * @param m rows of a replica, at least 5, as n
   */
  static TileShape best(int m, int n, int replicas, int multiprocessors) {
    TileShape best = new TileShape(4, MIN_THREADS_A_SIDE, MIN_THREADS_A_SIDE);
    double least = Double.POSITIVE_INFINITY;
    int most =
        widest(ceil(m, 4), KernelConstants.TILE_DOWN)
            * widest(ceil(n, 4), KernelConstants.TILE_ACROSS);
    int enough = Math.min(ENOUGH_THREADS, most);
    for (int edge : new int[] {8, 4}) {
      int rows = ceil(m, edge);
      int columns = ceil(n, edge);
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

  /** The size that splits so many pieces evenly into as few parts as the limit allows. */
  private static int widest(int pieces, int limit) {
    return Math.max(MIN_THREADS_A_SIDE, ceil(pieces, ceil(pieces, limit)));
  }

  /** The next smaller such size; 0 if there is none. */
  private static int nextSmaller(int pieces, int size) {
    if (size <= MIN_THREADS_A_SIDE) {
      return 0;
    }
    return Math.max(MIN_THREADS_A_SIDE, ceil(pieces, ceil(pieces, size - 1)));
  }

  int threads() {
    return down * across;
  }

  /** Tiles of a replica. */
  long tiles(int m, int n) {
    return (long) ceil(m, edge * down) * ceil(n, edge * across);
  }

  /** Cycles of the busiest scheduler for a step of k. */
  private double cost(int m, int n, int replicas, int multiprocessors) {
    // Either the instructions, multiply-adds and their reads by fours, or the reads: each may
    // occupy
    // the shared memory of all four schedulers for four cycles.
    int arithmetic = KernelConstants.TILE_STEP * Math.max(edge * edge + edge / 2, 8 * edge);
    // What is staged takes about a dozen instructions for every four.
    int fours =
        ceil(KernelConstants.TILE_STEP / 4 * edge, across)
            + ceil(KernelConstants.TILE_STEP / 4 * edge, down);
    long warps = ceil(tiles(m, n) * replicas, multiprocessors) * ceil(threads(), DeviceInfo.WARP);
    return (double) ceil(warps, SCHEDULERS) * (arithmetic + 40 + 12 * fours);
  }

  private static int ceil(int a, int b) {
    return (a - 1) / b + 1;
  }

  private static long ceil(long a, int b) {
    return (a - 1) / b + 1;
  }
}
