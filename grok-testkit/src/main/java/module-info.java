/** The double-precision reference backend and the contract suite that every backend must pass. */
@org.jspecify.annotations.NullMarked
module dev.grok.testkit {
  requires transitive dev.grok.api;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires static org.jspecify;

  exports dev.grok.testkit;
  exports dev.grok.testkit.reference;

  provides dev.grok.api.spi.BackendProvider with
      dev.grok.testkit.reference.ReferenceProvider;
}
