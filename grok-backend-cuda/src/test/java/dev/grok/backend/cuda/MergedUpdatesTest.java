package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.backend.cuda.SimulatedDevice.Counter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Successive updates by Adam become one launch where they do not depend on each other. */
class MergedUpdatesTest extends OnSimulatedDevice {
  @Test
  void aRecordedStepIsOneGraphLaunchAndItsUpdatesOneKernel() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("recording")) {
      Kernels k = backend.kernels();
      Tensor steps = scope.ints("steps", 3);
      Tensor rates = scope.rows("rates", AdamRates.of(1e-3, 0.1).row());
      Tensor other = scope.rows("other rates", AdamRates.of(1e-2, 0).row());
      Tensor[] p = new Tensor[5];
      Tensor[] m = new Tensor[5];
      Tensor[] v = new Tensor[5];
      Tensor[] g = new Tensor[5];
      for (int i = 0; i < p.length; i++) {
        p[i] = scope.floats("p" + i, 3, 10 + 5000 * i);
        m[i] = scope.floats("m" + i, 3, 10 + 5000 * i);
        v[i] = scope.floats("v" + i, 3, 10 + 5000 * i);
        g[i] = scope.floats("g" + i, 3, 10 + 5000 * i);
        k.fill(g[i], i - 2);
      }
      backend.synchronize();
      Runnable update =
          () -> {
            for (int i = 0; i < p.length; i++) {
              Tensor own = i == 0 ? other : rates;
              WeightDecay decay = i == 0 ? WeightDecay.NONE : WeightDecay.DECOUPLED;
              k.adam(p[i], m[i], v[i], g[i], steps, own, decay);
            }
            k.increment(steps, 1);
          };
      try (Recording recording = backend.record(update)) {
        long launches = device.get(Counter.LAUNCHES);
        long graphs = device.get(Counter.GRAPH_LAUNCHES);
        recording.run(10);
        backend.synchronize();
        assertThat(device.get(Counter.GRAPH_LAUNCHES) - graphs).isEqualTo(10);
        assertThat(device.get(Counter.LAUNCHES) - launches).isEqualTo(2 * 10);
        assertThat(steps.ints()).containsOnly(10);
      }
      float[][] merged = Arrays.stream(p).map(Tensor::floats).toArray(float[][]::new);
      // The same call by call.
      for (int i = 0; i < p.length; i++) {
        for (Tensor tensor : List.of(p[i], m[i], v[i])) {
          k.fill(tensor, 0);
        }
      }
      steps.write(0, 0, 0);
      for (int step = 0; step < 10; step++) {
        update.run();
      }
      for (int i = 0; i < p.length; i++) {
        assertThat(p[i].floats()).isEqualTo(merged[i]);
      }
    }
  }

  @Test
  void updatesThatDependOnEachOtherStayApart() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("recording")) {
      Kernels k = backend.kernels();
      Tensor steps = scope.ints("steps", 1);
      Tensor rates = scope.rows("rates", AdamRates.of(1e-3, 0).row());
      Tensor p = scope.floats("p", 1, 10);
      Tensor m = scope.floats("m", 1, 10);
      Tensor v = scope.floats("v", 1, 10);
      Tensor g = scope.floats("g", 1, 10);
      k.fill(g, 1);
      backend.synchronize();
      try (Recording recording =
          backend.record(
              () -> {
                k.adam(p, m, v, g, steps, rates, WeightDecay.NONE);
                k.adam(p, m, v, g, steps, rates, WeightDecay.NONE);
              })) {
        long launches = device.get(Counter.LAUNCHES);
        recording.run(1);
        backend.synchronize();
        assertThat(device.get(Counter.LAUNCHES) - launches).isEqualTo(2);
      }
    }
  }
}
