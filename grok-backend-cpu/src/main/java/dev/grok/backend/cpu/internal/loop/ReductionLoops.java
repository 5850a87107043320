package dev.grok.backend.cpu.internal.loop;

/** Sums in {@value Lanes#COUNT} logical lanes. */
public class ReductionLoops {
  /** {@code Σ in}; the partial sums remain in {@code lanes}. */
  public float total(float[] lanes, float[] in, int i, int n) {
    Lanes.clear(lanes);
    for (int j = 0; j < n; j++) {
      lanes[j % Lanes.COUNT] += in[i + j];
    }
    return Lanes.total(lanes);
  }

  /** {@code lanes += a b}: adds every product to its lane, rounded once. */
  public void dot(float[] lanes, float[] a, int ia, float[] b, int ib, int n) {
    for (int i = 0; i < n; i++) {
      int lane = i % Lanes.COUNT;
      lanes[lane] = Math.fma(a[ia + i], b[ib + i], lanes[lane]);
    }
  }

  /**
   * {@code to[j] = row · rows[j]} for n rows.
   *
   * @param stride the distance between the rows
   * @param width the length of a row
   * @param lanes a workspace
   */
  public void dots(
      float[] to,
      int o,
      float[] row,
      int ir,
      float[] rows,
      int first,
      int stride,
      int n,
      int width,
      float[] lanes) {
    for (int j = 0; j < n; j++) {
      Lanes.clear(lanes);
      for (int c = 0; c < width; c++) {
        int lane = c % Lanes.COUNT;
        lanes[lane] = Math.fma(row[ir + c], rows[first + j * stride + c], lanes[lane]);
      }
      to[o + j] = Lanes.total(lanes);
    }
  }
}
