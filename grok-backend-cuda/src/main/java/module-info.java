/**
 * The kernels in CUDA C++, compiled on the user's machine for its own device; matrix products by
 * cuBLAS.
 *
 * <p>The native parts of JavaCPP are not required here, since they differ from platform to
 * platform: a module that provides a {@link dev.grok.backend.cuda.spi.NativeBundle} does, and is
 * bound as a service.
 */
@org.jspecify.annotations.NullMarked
module dev.grok.backend.cuda {
  requires dev.grok.api;
  requires org.bytedeco.cuda;
  requires org.bytedeco.javacpp;
  requires static org.jspecify;

  exports dev.grok.backend.cuda;
  exports dev.grok.backend.cuda.spi;

  uses dev.grok.backend.cuda.spi.NativeBundle;

  provides dev.grok.api.spi.BackendProvider with
      dev.grok.backend.cuda.internal.CudaBackendProvider;
}
