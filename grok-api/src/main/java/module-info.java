/**
 * The kernel SPI: backends and how they are chosen, tensors, memory scopes, recordings, kernels.
 */
@org.jspecify.annotations.NullMarked
module dev.grok.api {
  requires static org.jspecify;

  exports dev.grok.api;
  exports dev.grok.api.backend;
  exports dev.grok.api.kernel;
  exports dev.grok.api.spi;

  uses dev.grok.api.spi.BackendProvider;
}
