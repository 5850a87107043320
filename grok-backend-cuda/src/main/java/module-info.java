/**
 * The kernels in CUDA C++, compiled on the user's machine for its own device; matrix products by
 * cuBLAS.
 *
 * <p>This module does not require the native parts of JavaCPP, which differ from platform to
 * platform. A module that provides a {@link dev.grok.backend.cuda.spi.NativeBundle} requires them,
 * and is bound as a service.
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
