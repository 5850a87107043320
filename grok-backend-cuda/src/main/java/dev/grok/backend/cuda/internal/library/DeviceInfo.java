package dev.grok.backend.cuda.internal.library;

/**
 * A device, as the driver describes it.
 *
 * @param ordinal 0 for the first
 * @param name for example {@code NVIDIA H200}
 * @param capability compute capability, 90 for 9.0
 * @param memoryBytes of the device
 * @param multiprocessors of the device
 */
public record DeviceInfo(
    int ordinal, String name, int capability, long memoryBytes, int multiprocessors) {
  /** Threads of a warp, on every device. */
  public static final int WARP = 32;

  /** The architecture to compile for: {@code sm_90}. */
  public String architecture() {
    return "sm_" + capability;
  }

  /** One line for people. */
  public String details() {
    return "%s, compute capability %d.%d, %.1f GiB"
        .formatted(name, capability / 10, capability % 10, memoryBytes / (double) (1 << 30));
  }
}
