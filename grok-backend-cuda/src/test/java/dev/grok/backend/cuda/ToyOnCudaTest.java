package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.backend.cuda.SimulatedDevice.Counter;
import dev.grok.models.toy.ToyEnsemble;
import dev.grok.models.toy.ToyExperiment;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.ReplicaMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The paper's toy model, unchanged, on the simulated device beside the CPU. */
class ToyOnCudaTest {
  private static final int STEPS = 40;

  private static List<ReplicaMetrics> train(String name) {
    List<ToyExperiment> replicas =
        List.of(
            ToyExperiment.paper(7),
            ToyExperiment.paper(8).withDecoder(OptimizerSettings.adamw(1e-3, 2)));
    try (Backend backend = Backends.open(name);
        ToyEnsemble ensemble = ToyEnsemble.create(backend, replicas)) {
      long graphs = SimulatedDevice.require().get(Counter.GRAPH_LAUNCHES);
      ensemble.run(STEPS);
      long launched = SimulatedDevice.require().get(Counter.GRAPH_LAUNCHES) - graphs;
      assertThat(launched).isEqualTo(name.equals("cuda") ? STEPS : 0);
      return ensemble.metrics();
    }
  }

  @Test
  void aShortRunAgreesWithTheCpu() {
    SimulatedDevice device = SimulatedDevice.require();
    device.reset();
    List<ReplicaMetrics> cuda = train("cuda");
    List<ReplicaMetrics> cpu = train("cpu");
    for (int r = 0; r < cpu.size(); r++) {
      // Both round each sum of at most 200 terms differently, 200 ε, and training at these rates
      // multiplies that by less than 10 in 40 steps (PyTorchTraceTest measures it).
      double tolerance = 10 * 200 * (double) Math.ulp(1f);
      double loss = cpu.get(r).trainLoss();
      assertThat(cuda.get(r).trainLoss()).isCloseTo(loss, within(tolerance * loss));
      assertThat(cuda.get(r).trainAccuracy()).isCloseTo(cpu.get(r).trainAccuracy(), within(0.03));
    }
    assertThat(device.held()).isEmpty();
  }
}
