/** The contract suite that every backend must pass, and what it knows of each kernel. */
@org.jspecify.annotations.NullMarked
module dev.grok.testkit {
  requires transitive dev.grok.api;
  requires transitive org.junit.jupiter.api;
  requires dev.grok.backend.reference;
  requires org.assertj.core;
  requires static org.jspecify;

  exports dev.grok.testkit;
  exports dev.grok.testkit.call;
}
