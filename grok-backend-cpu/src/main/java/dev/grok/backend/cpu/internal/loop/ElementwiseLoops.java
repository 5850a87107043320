package dev.grok.backend.cpu.internal.loop;

/** Loops that treat each element by itself. */
public class ElementwiseLoops {
  /** {@code out = a + b}. */
  public void add(float[] out, int o, float[] a, int ia, float[] b, int ib, int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] = a[ia + i] + b[ib + i];
    }
  }

  /** {@code out += in[0] + in[1] + ...}, row after row; the rows lie {@code ld} apart. */
  public void addRows(float[] out, int o, float[] in, int i, int rows, int ld, int n) {
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < n; j++) {
        out[o + j] += in[i + row * ld + j];
      }
    }
  }

  /** {@code out = a b}. */
  public void multiply(float[] out, int o, float[] a, int ia, float[] b, int ib, int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] = a[ia + i] * b[ib + i];
    }
  }

  /** {@code out = a / b}. */
  public void divide(float[] out, int o, float[] a, int ia, float[] b, int ib, int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] = a[ia + i] / b[ib + i];
    }
  }

  /** {@code out = factor in}. */
  public void scale(float[] out, int o, float[] in, int i, float factor, int n) {
    for (int j = 0; j < n; j++) {
      out[o + j] = factor * in[i + j];
    }
  }

  /** {@code out = a + factor b}, rounded once. */
  public void addScaled(
      float[] out, int o, float[] a, int ia, float factor, float[] b, int ib, int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] = Math.fma(factor, b[ib + i], a[ia + i]);
    }
  }
}
