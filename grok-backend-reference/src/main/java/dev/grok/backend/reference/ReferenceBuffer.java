package dev.grok.backend.reference;

import dev.grok.api.DType;
import dev.grok.api.spi.DeviceBuffer;

/** A block of host memory: float64 for {@link DType#FLOAT32}, int32 for {@link DType#INT32}. */
final class ReferenceBuffer implements DeviceBuffer {
  private static final double[] NO_DOUBLES = {};
  private static final int[] NO_INTS = {};

  private double[] doubles;
  private int[] ints;

  ReferenceBuffer(DType dtype, int elements) {
    doubles = dtype == DType.FLOAT32 ? new double[elements] : NO_DOUBLES;
    ints = dtype == DType.INT32 ? new int[elements] : NO_INTS;
  }

  double[] doubles() {
    return doubles;
  }

  int[] ints() {
    return ints;
  }

  @Override
  public void write(long offset, double[] values) {
    System.arraycopy(values, 0, doubles, (int) offset, values.length);
  }

  @Override
  public void write(long offset, float[] values) {
    for (int i = 0; i < values.length; i++) {
      doubles[(int) offset + i] = values[i];
    }
  }

  @Override
  public void write(long offset, int[] values) {
    System.arraycopy(values, 0, ints, (int) offset, values.length);
  }

  @Override
  public void read(long offset, double[] values) {
    System.arraycopy(doubles, (int) offset, values, 0, values.length);
  }

  @Override
  public void read(long offset, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) doubles[(int) offset + i];
    }
  }

  @Override
  public void read(long offset, int[] values) {
    System.arraycopy(ints, (int) offset, values, 0, values.length);
  }

  @Override
  public void free() {
    doubles = NO_DOUBLES;
    ints = NO_INTS;
  }
}
