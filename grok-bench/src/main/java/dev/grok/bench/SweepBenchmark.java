package dev.grok.bench;

import dev.grok.api.backend.Backend;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.Phase;
import dev.grok.models.train.PhaseRule;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * A small phase diagram, from drawing the initial states to the phases: cells of decoder rates and
 * decays as in Fig. 6(a), trained as one ensemble for a thousand steps. A unit is a cell.
 */
public class SweepBenchmark extends OnBackend {
  private static final int RATES = 8;
  private static final int DECAYS = 4;
  private static final int STEPS = 1_000;

  private static List<Experiment> cells() {
    List<Experiment> cells = new ArrayList<>();
    for (int i = 0; i < RATES; i++) {
      for (int j = 0; j < DECAYS; j++) {
        double rate = 1e-5 * Math.pow(10, 3.0 * i / (RATES - 1));
        cells.add(
            Experiment.paper(58).withDecoder(OptimizerSettings.adamw(rate, 10.0 * j / DECAYS)));
      }
    }
    return cells;
  }

  /** The diagram. */
  @Benchmark
  public List<Phase> diagram(Work work) {
    List<Experiment> cells = cells();
    try (Backend opened = openBackend();
        Ensemble ensemble = Ensemble.create(opened, cells)) {
      ensemble.run(STEPS);
      work.units += cells.size();
      return ensemble.evaluate().stream()
          .map(outcome -> PhaseRule.TABLE_1.classify(outcome.train(), outcome.validation()))
          .toList();
    }
  }
}
