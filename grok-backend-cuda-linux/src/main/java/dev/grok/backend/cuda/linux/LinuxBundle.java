package dev.grok.backend.cuda.linux;

import dev.grok.backend.cuda.spi.NativeBundle;

/** Linux on x86-64; the jars that this module requires are what matters. */
public final class LinuxBundle implements NativeBundle {
  @Override
  public String platform() {
    return "linux-x86_64";
  }
}
