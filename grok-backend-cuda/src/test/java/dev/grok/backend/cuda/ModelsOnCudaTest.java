package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Mask;
import dev.grok.backend.cuda.SimulatedDevice.Counter;
import dev.grok.backend.cuda.SimulatedDevice.Setting;
import dev.grok.models.architecture.TokenFormat;
import dev.grok.models.architecture.Transformer;
import dev.grok.models.task.ModularTask;
import dev.grok.models.task.ModularTask.Operation;
import dev.grok.models.train.Batches;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.ReplicaMetrics;
import dev.grok.models.train.ReplicaOutcome;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole models, unchanged, on the simulated device beside the CPU. */
class ModelsOnCudaTest {
  /** The paper's toy model: a full batch, and a mini-batch that is chosen on the device. */
  @Test
  void theToyModelAgreesWithTheCpu() {
    List<Experiment> replicas =
        List.of(
            Experiment.paper(7), Experiment.paper(8).withDecoder(OptimizerSettings.adamw(1e-3, 2)));
    requireAgreement(replicas, 30);
    requireAgreement(
        List.of(Experiment.paper(9).with(e -> e.batches = new Batches(20, Batches.Order.EPOCHS))),
        6);
  }

  /**
   * The transformer of Power et al.: four tokens, causal, positions, GELU, layer norms, dropout.
   */
  @Test
  void aTransformerAgreesWithTheCpu() {
    Transformer transformer =
        Transformer.PAPER.with(
            t -> {
              t.format = TokenFormat.EQUATION;
              t.width = 12;
              t.heads = 3;
              t.mlpWidth = 20;
              t.activation = Activation.GELU;
              t.mask = Mask.CAUSAL;
              t.positions = Transformer.Positions.LEARNED;
              t.finalNorm = true;
              t.readout = Transformer.Readout.LAST;
              t.dropout = 0.1;
            });
    Experiment experiment =
        Experiment.paper(12)
            .with(
                e -> {
                  e.task = new ModularTask(5, Operation.DIVISION, true);
                  e.trainingSamples = 15;
                  e.model = transformer;
                  e.decoder = OptimizerSettings.adamw(3e-4, 0.1);
                });
    requireAgreement(List.of(experiment, experiment.withSeed(13)), 12);
  }

  /** Lets each step of building fail: a tensor, scratch memory, a graph, a launch. */
  @Test
  void anEnsembleThatCannotBeBuiltLeavesNothingBehind() {
    SimulatedDevice device = SimulatedDevice.require();
    device.reset();
    List<Experiment> replicas = List.of(Experiment.paper(7), Experiment.paper(8));
    try (Backend backend = Backends.open("cuda")) {
      Ensemble.create(backend, replicas).close();
      // Modules, cuBLAS and scratch memory, which belong to the backend.
      Map<Counter, Long> before = device.held();
      for (Setting fault :
          List.of(Setting.FAIL_ALLOCATION, Setting.FAIL_INSTANTIATION, Setting.FAIL_LAUNCH)) {
        int failures = 0;
        device.set(fault, 1);
        while (!isBuilt(backend, replicas, fault)) {
          assertThat(device.isPending(fault)).isFalse();
          assertThat(device.held()).as("%s %d", fault, ++failures).isEqualTo(before);
          device.set(fault, failures + 1);
        }
        device.reset();
        assertThat(failures).as("%s", fault).isGreaterThan(2);
      }
    }
    assertThat(device.held()).isEmpty();
  }

  @Test
  void anEnsembleThatOutlivesItsBackendMakesNoCall() {
    SimulatedDevice device = SimulatedDevice.require();
    device.reset();
    Backend backend = Backends.open("cuda");
    Ensemble ensemble = Ensemble.create(backend, List.of(Experiment.paper(7)));
    ensemble.run(1);
    assertThatThrownBy(backend::close).hasMessageContaining("ensemble of 1");
    assertThat(device.held()).isEmpty();
    long calls = device.get(Counter.CALLS);
    assertThatThrownBy(() -> ensemble.run(1)).isInstanceOf(GrokException.class);
    ensemble.close();
    assertThat(device.get(Counter.CALLS)).isEqualTo(calls);
  }

  /** A sweep asks for crossings often, and each call waits for the device. */
  @Test
  void crossingsTakeAsManyCallsForManyReplicasAsForOne() {
    assertThat(callsOfCrossings(7)).isEqualTo(callsOfCrossings(1));
  }

  private static long callsOfCrossings(int replicas) {
    SimulatedDevice device = SimulatedDevice.require();
    try (Backend backend = Backends.open("cuda");
        Ensemble ensemble =
            Ensemble.create(backend, Collections.nCopies(replicas, Experiment.paper(7)))) {
      long before = device.get(Counter.CALLS);
      assertThat(ensemble.crossings()).hasSize(replicas);
      return device.get(Counter.CALLS) - before;
    }
  }

  private static boolean isBuilt(Backend backend, List<Experiment> replicas, Setting fault) {
    try (Ensemble ensemble = Ensemble.create(backend, replicas)) {
      return ensemble.replicas() == replicas.size();
    } catch (GrokException failed) {
      assertThat(failed instanceof OutOfDeviceMemoryException)
          .as("%s: %s", fault, failed.getMessage())
          .isEqualTo(fault != Setting.FAIL_LAUNCH);
      return false;
    }
  }

  private static void requireAgreement(List<Experiment> replicas, int steps) {
    SimulatedDevice device = SimulatedDevice.require();
    device.reset();
    List<ReplicaMetrics> cuda = train("cuda", replicas, steps);
    List<ReplicaMetrics> cpu = train("cpu", replicas, steps);
    for (int r = 0; r < cpu.size(); r++) {
      // Both round each sum of at most 200 terms differently, by 200 ε; training at these rates
      // multiplies that by less than 10 in so few steps (PyTorchTraceTest measures it).
      double tolerance = 10 * 200 * (double) Math.ulp(1f);
      double loss = cpu.get(r).trainLoss();
      assertThat(cuda.get(r).trainLoss()).isCloseTo(loss, within(tolerance * loss));
      assertThat(cuda.get(r).trainAccuracy()).isCloseTo(cpu.get(r).trainAccuracy(), within(0.03));
    }
    assertThat(device.held()).isEmpty();
  }

  private static List<ReplicaMetrics> train(String name, List<Experiment> replicas, int steps) {
    SimulatedDevice device = SimulatedDevice.require();
    try (Backend backend = Backends.open(name);
        Ensemble ensemble = Ensemble.create(backend, replicas)) {
      long graphs = device.get(Counter.GRAPH_LAUNCHES);
      ensemble.run(steps);
      long launched = device.get(Counter.GRAPH_LAUNCHES) - graphs;
      assertThat(launched).as("one graph launch a step").isEqualTo(name.equals("cuda") ? steps : 0);
      return ensemble.evaluate().stream().map(ReplicaOutcome::last).toList();
    }
  }
}
