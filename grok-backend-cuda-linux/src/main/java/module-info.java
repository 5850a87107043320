/**
 * Resolves the native modules of JavaCPP and its CUDA presets for Linux on x86-64. It is bound as a
 * service, so nobody needs a flag.
 */
@org.jspecify.annotations.NullMarked
module dev.grok.backend.cuda.linux {
  requires dev.grok.backend.cuda;
  requires org.bytedeco.cuda.linux.x86_64;
  requires org.bytedeco.javacpp.linux.x86_64;
  requires static org.jspecify;

  exports dev.grok.backend.cuda.linux;

  provides dev.grok.backend.cuda.spi.NativeBundle with
      dev.grok.backend.cuda.linux.LinuxBundle;
}
