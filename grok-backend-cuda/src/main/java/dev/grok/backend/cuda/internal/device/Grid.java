package dev.grok.backend.cuda.internal.device;

/** The blocks of a launch along three axes, and the threads of a block. */
public record Grid(int x, int y, int z, int threads) {
  /** How many parts of the given size cover the whole. */
  public static int parts(int whole, int size) {
    return -Math.floorDiv(-whole, size);
  }

  /** The same for large numbers. */
  public static long parts(long whole, int size) {
    return -Math.floorDiv(-whole, size);
  }
}
