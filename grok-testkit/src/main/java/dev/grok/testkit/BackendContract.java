package dev.grok.testkit;

import dev.grok.api.backend.Backend;

/** What a backend's test gives to the contracts. */
public interface BackendContract {
  /** Opens the backend under test; the contract closes it. */
  Backend open();

  /**
   * Whether the backend throws for an id outside its table, as every backend on the host must. One
   * that does not must still leave everything around its operands alone.
   */
  default boolean checksIds() {
    return true;
  }
}
