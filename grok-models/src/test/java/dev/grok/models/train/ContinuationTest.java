package dev.grok.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.models.io.HostTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replaced, interrupted and restored replicas end where undisturbed ones do, to the bit. */
class ContinuationTest {
  private static final int STEPS = 70;

  private static List<Experiment> experiments() {
    return Examples.all();
  }

  private static void assertSame(Ensemble a, int r, Ensemble b, int s) {
    assertThat(a.evaluate().get(r)).isEqualTo(b.evaluate().get(s));
    Map<String, HostTensor> expected = b.snapshot(s);
    assertThat(a.snapshot(r).keySet()).isEqualTo(expected.keySet());
    a.snapshot(r)
        .forEach(
            (name, tensor) ->
                assertThat(tensor.values()).as(name).isEqualTo(expected.get(name).values()));
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void whoeverTakesAnothersPlaceDoesNotNotice(Experiment experiment) {
    Experiment other = experiment.withSeed(91);
    int before = 2 * experiment.evaluateEvery();
    try (Backend backend = Backends.open("cpu");
        Ensemble ensemble = Ensemble.create(backend, List.of(experiment, experiment, other));
        Ensemble alone = Ensemble.create(backend, List.of(experiment))) {
      ensemble.run(before);
      ensemble.evaluate();
      ensemble.replace(2, experiment, InitialState.random(experiment));
      ensemble.replace(1, other, InitialState.random(other));
      ensemble.run(STEPS);
      alone.run(STEPS);
      assertThat(ensemble.step(2)).isEqualTo(STEPS);
      assertSame(ensemble, 2, alone, 0);
      alone.run(before);
      assertSame(ensemble, 0, alone, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void anInterruptedRunGoesOnToTheSameBits(Experiment experiment) {
    try (Backend backend = Backends.open("cpu");
        Ensemble undisturbed = Ensemble.create(backend, List.of(experiment));
        Ensemble first = Ensemble.create(backend, List.of(experiment));
        Ensemble second = Ensemble.create(backend, List.of(experiment))) {
      undisturbed.run(STEPS);
      first.run(23);
      second.run(5);
      second.restore(0, first.snapshot(0));
      assertThat(second.step()).isEqualTo(23);
      second.run(STEPS - 23);
      assertSame(second, 0, undisturbed, 0);
    }
  }

  @Test
  void inDoublePrecisionToo() {
    Experiment experiment = Examples.modular(Examples.transformer(0.2), Batches.FULL, 1);
    try (Backend backend = Backends.open("reference");
        Ensemble undisturbed = Ensemble.create(backend, List.of(experiment));
        Ensemble second = Ensemble.create(backend, List.of(experiment))) {
      undisturbed.run(3);
      second.restore(0, undisturbed.snapshot(0));
      undisturbed.run(2);
      second.run(2);
      assertSame(second, 0, undisturbed, 0);
    }
  }

  @Test
  void looksInBetweenChangeNothing() {
    Experiment experiment = Examples.modular(Examples.transformer(0), Batches.FULL, 10);
    try (Backend backend = Backends.open("cpu");
        Ensemble watched = Ensemble.create(backend, List.of(experiment));
        Ensemble unwatched = Ensemble.create(backend, List.of(experiment))) {
      for (int step = 0; step < STEPS; step++) {
        watched.run(1);
        watched.evaluate();
      }
      unwatched.run(STEPS);
      assertSame(watched, 0, unwatched, 0);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Experiment experiment = Examples.modular(Examples.transformer(0), Batches.FULL, 10);
    InitialState state = InitialState.random(experiment);
    try (Backend backend = Backends.open("cpu");
        Ensemble ensemble = Ensemble.create(backend, List.of(experiment));
        Ensemble toy = Ensemble.create(backend, List.of(Experiment.paper(1)))) {
      assertThatThrownBy(() -> ensemble.restore(0, toy.snapshot(0)))
          .isInstanceOf(GrokException.class)
          .hasMessageContaining("the snapshot is of another ensemble");
      ensemble.run(3);
      assertThatThrownBy(() -> ensemble.replace(0, experiment, state))
          .isInstanceOf(GrokException.class)
          .hasMessage("a replica can be replaced every 10 steps, not after 3");
    }
  }
}
