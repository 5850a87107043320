package dev.grok.api.spi;

/**
 * Found by {@link java.util.ServiceLoader}. Declare it in {@code module-info} and in {@code
 * META-INF/services}. Its constructor and static initializer do nothing that can fail.
 */
public interface BackendProvider {
  /** The name by which users choose it: lower case, no colon. */
  String name();

  /** The highest available one wins an automatic choice; negative: only by name. */
  int priority();

  /** Whether it can be opened here. Never throws, is cheap, holds nothing. */
  Probe probe();

  /**
   * Opens it.
   *
   * @throws dev.grok.api.GrokException if the options make no sense to it
   */
  BackendDriver open(BackendOptions options);
}
