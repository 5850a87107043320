package dev.grok.backend.cuda.spi;

/**
 * Provided by a module that requires the native modules of one platform. Its only purpose is to be
 * bound as a service: that resolves them on the module path without {@code --add-modules}.
 */
public interface NativeBundle {
  /** JavaCPP's name of the platform, for example {@code linux-x86_64}. */
  String platform();
}
