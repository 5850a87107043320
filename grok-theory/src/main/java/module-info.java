/** The effective theory: parallelograms, RQI, predicted accuracy, spectrum, gradient flow. */
@org.jspecify.annotations.NullMarked
module dev.grok.theory {
  requires transitive dev.grok.models;
  requires ojalgo;
  requires static org.jspecify;

  exports dev.grok.theory.flow;
  exports dev.grok.theory.group;
  exports dev.grok.theory.ideal;
  exports dev.grok.theory.image;
  exports dev.grok.theory.linearnetwork;
  exports dev.grok.theory.parallelogram;
  exports dev.grok.theory.rank;
  exports dev.grok.theory.representation;
  exports dev.grok.theory.spectrum;
  exports dev.grok.theory.statistics;
}
