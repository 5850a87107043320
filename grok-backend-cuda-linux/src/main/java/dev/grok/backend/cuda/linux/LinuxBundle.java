package dev.grok.backend.cuda.linux;

import dev.grok.backend.cuda.spi.NativeBundle;

/** The bundle for Linux on x86-64; what matters are the modules that this one requires. */
public final class LinuxBundle implements NativeBundle {
  @Override
  public String platform() {
    return "linux-x86_64";
  }
}
