package dev.grok.api.spi;

import dev.grok.api.BackendOptions;
import dev.grok.api.Probe;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Found by {@link java.util.ServiceLoader}. Declare it in {@code module-info} and in {@code
 * META-INF/services}, and give it a {@link Name}. Its constructor and static initializer do nothing
 * that can fail.
 */
public interface BackendProvider {
  /**
   * The name by which users choose a provider, on its class: a provider is not loaded unless it is
   * asked for.
   */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Name {
    /** Lower case, no colon. */
    String value();
  }

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
