package dev.grok.theory.representation;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.models.io.HostTensor;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.models.train.ReplicaMetrics;
import dev.grok.models.train.ReplicaOutcome;
import dev.grok.theory.internal.Rows;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a model does if its embeddings are projected on the first principal components of those
 * of another time (paper, appendix K, Figs. 21 and 22).
 */
public final class LotteryTicket {
  private LotteryTicket() {}

  /**
   * Losses and accuracies under projections.
   *
   * @param experiment whose model it is
   * @param state its samples and targets
   * @param parameters whose embeddings are projected, by name; read
   * @param other embeddings whose principal components are taken, [p][d]
   * @param counts numbers of components, 1 to min(p, d) each
   * @return one entry for each count; its step is 0
   * @throws GrokException if the model has no embeddings, or shapes or counts do not fit
   */
  public static List<ReplicaMetrics> metrics(
      Backend backend,
      Experiment experiment,
      InitialState state,
      Map<String, HostTensor> parameters,
      double[][] other,
      List<Integer> counts) {
    String name = experiment.model().embedding().orElse("");
    HostTensor embedding = parameters.get(name);
    if (embedding == null) {
      throw new GrokException("a model without embeddings has no lottery ticket");
    }
    Pca pca = Pca.of(other);
    double[][] rows = embedding.rows();
    List<InitialState> projected =
        counts.stream()
            .map(
                count -> {
                  Map<String, HostTensor> changed = new LinkedHashMap<>(parameters);
                  double[] values = Rows.flatten(pca.project(rows, count));
                  changed.put(name, HostTensor.floats(embedding.shape(), values));
                  return state.withParameters(changed);
                })
            .toList();
    try (Ensemble ensemble =
        Ensemble.create(backend, Collections.nCopies(counts.size(), experiment), projected)) {
      return ensemble.evaluate().stream().map(ReplicaOutcome::last).toList();
    }
  }
}
