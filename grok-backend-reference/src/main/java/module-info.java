/** Every kernel as plain loops in float64: the oracle of all backends, and a backend itself. */
@org.jspecify.annotations.NullMarked
module dev.grok.backend.reference {
  requires transitive dev.grok.api;
  requires static org.jspecify;

  exports dev.grok.backend.reference;

  provides dev.grok.api.spi.BackendProvider with
      dev.grok.backend.reference.ReferenceProvider;
}
