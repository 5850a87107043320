package dev.grok.api.kernel;

/** What a kernel does with the former contents of an output. */
public enum Write {
  /** They are lost. */
  OVERWRITE,
  /** The result is added to them. */
  ACCUMULATE
}
