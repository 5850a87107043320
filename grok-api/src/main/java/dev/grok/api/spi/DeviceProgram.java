package dev.grok.api.spi;

/** A recorded sequence of kernel calls. */
public interface DeviceProgram extends AutoCloseable {
  /** Executes the sequence the given number of times. */
  void run(long times);

  @Override
  void close();
}
