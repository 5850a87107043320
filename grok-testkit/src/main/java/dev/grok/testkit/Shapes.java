package dev.grok.testkit;

/** Axes of operands of any rank. */
final class Shapes {
  private Shapes() {}

  static int[] prepend(int replicas, int... rest) {
    int[] axes = new int[rest.length + 1];
    axes[0] = replicas;
    System.arraycopy(rest, 0, axes, 1, rest.length);
    return axes;
  }
}
