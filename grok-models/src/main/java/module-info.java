/** Tasks, autodiff graph, models, training of ensembles, metrics. */
@org.jspecify.annotations.NullMarked
module dev.grok.models {
  requires transitive dev.grok.api;
  requires tools.jackson.core;
  requires static org.jspecify;

  exports dev.grok.models.architecture;
  exports dev.grok.models.graph;
  exports dev.grok.models.io;
  exports dev.grok.models.random;
  exports dev.grok.models.task;
  exports dev.grok.models.train;
}
