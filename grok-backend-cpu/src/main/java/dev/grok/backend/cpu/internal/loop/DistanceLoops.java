package dev.grok.backend.cpu.internal.loop;

/** Distances of predictions from targets. */
public class DistanceLoops {
  /** {@code lanes += (a - b)²}: adds every square to its lane with one rounding. */
  public void squaredDifferences(float[] lanes, float[] a, int ia, float[] b, int ib, int n) {
    for (int i = 0; i < n; i++) {
      int lane = i % Lanes.COUNT;
      float d = a[ia + i] - b[ib + i];
      lanes[lane] = Math.fma(d, d, lanes[lane]);
    }
  }

  /** {@code out = factor (a - b)}. */
  public void scaledDifference(
      float[] out, int o, float[] a, int ia, float[] b, int ib, float factor, int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] = factor * (a[ia + i] - b[ib + i]);
    }
  }

  /**
   * {@code distances[v] = Σ (point[d] - targets[d, v])²}: the squared distances of one point from
   * all targets, d ascending, one rounding a step.
   *
   * @param n the number of targets, and of columns of {@code targets}
   */
  public void squaredDistances(
      float[] distances, int o, float[] point, int ip, int dimensions, float[] targets, int n) {
    squaredDistances(distances, o, point, ip, dimensions, targets, 0, n, n);
  }

  /** {@code n} targets from {@code first} on; the rows of targets lie {@code ld} apart. */
  protected static void squaredDistances(
      float[] distances,
      int o,
      float[] point,
      int ip,
      int dimensions,
      float[] targets,
      int first,
      int n,
      int ld) {
    int v = first;
    // Four sums at a time: a chain of fused multiply-adds alone would wait for itself.
    for (; v + 4 <= first + n; v += 4) {
      float s0 = 0;
      float s1 = 0;
      float s2 = 0;
      float s3 = 0;
      for (int d = 0; d < dimensions; d++) {
        int t = d * ld + v;
        float x = point[ip + d];
        float x0 = x - targets[t];
        float x1 = x - targets[t + 1];
        float x2 = x - targets[t + 2];
        float x3 = x - targets[t + 3];
        s0 = Math.fma(x0, x0, s0);
        s1 = Math.fma(x1, x1, s1);
        s2 = Math.fma(x2, x2, s2);
        s3 = Math.fma(x3, x3, s3);
      }
      distances[o + v] = s0;
      distances[o + v + 1] = s1;
      distances[o + v + 2] = s2;
      distances[o + v + 3] = s3;
    }
    for (; v < first + n; v++) {
      float sum = 0;
      for (int d = 0; d < dimensions; d++) {
        float difference = point[ip + d] - targets[d * ld + v];
        sum = Math.fma(difference, difference, sum);
      }
      distances[o + v] = sum;
    }
  }
}
