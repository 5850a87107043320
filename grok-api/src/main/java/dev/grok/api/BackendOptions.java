package dev.grok.api;

/**
 * How a backend is to be opened.
 *
 * @param device what follows the colon in {@code cuda:1}; empty if nothing did
 * @param threads host threads that it may use; 0 leaves the number to the backend (a CPU backend
 *     then takes all cores)
 */
public record BackendOptions(String device, int threads) {
  /** No device named, number of threads left to the backend. */
  public static final BackendOptions DEFAULT = new BackendOptions("", 0);

  public BackendOptions {
    if (threads < 0) {
      throw new GrokException("threads must not be negative: " + threads);
    }
  }

  public BackendOptions withThreads(int number) {
    return new BackendOptions(device, number);
  }

  public BackendOptions withDevice(String name) {
    return new BackendOptions(name, threads);
  }
}
