/** The effective theory: parallelograms, RQI, predicted accuracy, spectrum, gradient flow. */
@org.jspecify.annotations.NullMarked
module dev.grok.theory {
  requires transitive dev.grok.models;
  requires ojalgo;
  requires static org.jspecify;

  exports dev.grok.theory;
  exports dev.grok.theory.group;
  exports dev.grok.theory.image;
  exports dev.grok.theory.linear;
  exports dev.grok.theory.representation;
}
