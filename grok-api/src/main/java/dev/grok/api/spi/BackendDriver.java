package dev.grok.api.spi;

import dev.grok.api.DType;
import dev.grok.api.kernel.Kernels;

/** What a provider opens. Used by one thread at a time. */
public interface BackendDriver extends AutoCloseable {
  /** One line for people: device, vector width, threads. */
  String description();

  /**
   * Memory for the given number of elements, all zero.
   *
   * @throws dev.grok.api.OutOfDeviceMemoryException if there is not enough; the driver can be used
   *     all the same
   */
  DeviceBuffer allocate(String tensorName, DType dtype, long elements);

  /** The kernels; operands have been checked. Between begin and end they record. */
  Kernels kernels();

  /** From now on kernel calls are recorded, not executed. */
  void beginRecording();

  /** Ends the recording and returns what was recorded. */
  DeviceProgram endRecording();

  /**
   * How many small models trained together keep this backend busy: 1 if it works replica by
   * replica, hundreds for a device that works on all at once.
   */
  default int preferredReplicas() {
    return 1;
  }

  /** Waits until all work is done. */
  void synchronize();

  /** Releases threads, streams, libraries. */
  @Override
  void close();
}
