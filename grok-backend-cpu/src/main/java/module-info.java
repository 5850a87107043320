/**
 * The kernels in plain Java: SIMD through the Vector API, scalar where that is absent.
 *
 * <p>The incubating module is required, not {@code requires static}: only so is it resolved without
 * a flag when the provider is bound on the module path. From the class path it may be absent.
 */
@org.jspecify.annotations.NullMarked
module dev.grok.backend.cpu {
  requires dev.grok.api;
  requires jdk.incubator.vector;
  requires static org.jspecify;

  exports dev.grok.backend.cpu;

  provides dev.grok.api.spi.BackendProvider with
      dev.grok.backend.cpu.CpuBackendProvider;
}
