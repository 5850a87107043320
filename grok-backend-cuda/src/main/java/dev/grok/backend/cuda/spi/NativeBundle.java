package dev.grok.backend.cuda.spi;

/**
 * A module that requires the native modules of one platform provides it. Binding it as a service
 * resolves them on the module path without {@code --add-modules}, which is its only purpose.
 */
public interface NativeBundle {
  /** JavaCPP's name of the platform, for example {@code linux-x86_64}. */
  String platform();
}
