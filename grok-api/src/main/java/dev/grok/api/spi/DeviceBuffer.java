package dev.grok.api.spi;

/**
 * A backend's block of memory. Offsets and lengths are in elements and lie within it; the kind of
 * array fits its dtype (float or double for FLOAT32, int for INT32).
 */
public interface DeviceBuffer {
  void write(long offset, double[] values);

  void write(long offset, float[] values);

  void write(long offset, int[] values);

  void read(long offset, double[] values);

  void read(long offset, float[] values);

  void read(long offset, int[] values);

  /** Gives the memory back; called once. */
  void free();
}
