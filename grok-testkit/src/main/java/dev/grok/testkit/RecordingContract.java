package dev.grok.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.api.KernelArgumentException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.Kernels;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.Comparison;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.Outputs;
import dev.grok.testkit.call.Placement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recordings: a replay is the recorded calls, bit for bit, and nothing else. */
public interface RecordingContract extends BackendContract {
  @Test
  default void nothingIsExecutedWhileItIsRecorded() {
    try (Backend backend = open()) {
      for (KernelCall call : Catalog.calls(3)) {
        try (Placement placement = new Placement(backend, call)) {
          Outputs before = placement.outputs();
          try (Recording recording = backend.record(placement::execute)) {
            Comparison.sameBits(call + " while recorded", placement.outputs(), before);
            recording.run(0);
            Comparison.sameBits(call + " run 0 times", placement.outputs(), before);
          }
        }
      }
    }
  }

  @Test
  default void aReplayIsTheSameAsTheCalls() {
    try (Backend backend = open()) {
      for (KernelCall call : Catalog.calls(3)) {
        try (Placement replayed = new Placement(backend, call);
            Placement called = new Placement(backend, call);
            Recording recording = backend.record(replayed::execute)) {
          recording.run(1);
          recording.run(2);
          replayed.checkSurroundings();
          for (int i = 0; i < 3; i++) {
            called.execute();
          }
          Comparison.sameBits(call + " replayed", replayed.outputs(), called.outputs());
        }
      }
    }
  }

  @Test
  default void aRecordedTrainingStepIsTheSameAsTheCalls() {
    try (Backend backend = open();
        TrainingStep replayed = new TrainingStep(backend);
        TrainingStep called = new TrainingStep(backend);
        Recording recording = backend.record(replayed::run)) {
      assertThat(recording.replicas()).isEqualTo(TrainingStep.REPLICAS);
      double[] atStart = replayed.state();
      recording.run(7);
      recording.run(13);
      for (int i = 0; i < 20; i++) {
        called.run();
      }
      assertThat(replayed.state()).isEqualTo(called.state()).isNotEqualTo(atStart);
      assertThat(replayed.steps()).containsOnly(20);
    }
  }

  @Test
  default void onlyKernelsAreCalledWhileRecording() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("recorded")) {
      Tensor tensor = scope.floats("tensor", 2, 3);
      try (Recording earlier = backend.record(() -> backend.kernels().fill(tensor, 1));
          Recording recording =
              backend.record(
                  () -> {
                    requireHostAccessRefused(backend, scope, earlier);
                    backend.kernels().fill(tensor, 2);
                  })) {
        recording.run(1);
        assertThat(tensor.floats()).containsOnly(2);
      }
    }
  }

  private static void requireHostAccessRefused(
      Backend backend, MemoryScope scope, Recording earlier) {
    String sentence = "%s is not possible while kernel calls are being recorded";
    assertThatThrownBy(() -> scope.ints("more", 1))
        .isInstanceOf(GrokException.class)
        .hasMessage(sentence, "allocation of more");
    assertThatThrownBy(() -> backend.record(() -> {}))
        .isInstanceOf(GrokException.class)
        .hasMessage(sentence, "a recording");
    assertThatThrownBy(() -> earlier.run(1))
        .isInstanceOf(GrokException.class)
        .hasMessage(sentence, "running a recording");
    assertThatThrownBy(scope::close)
        .isInstanceOf(GrokException.class)
        .hasMessage(sentence, "closing memory scope 'recorded'");
  }

  @Test
  default void tensorsCannotBeReadOrWrittenWhileRecording() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("recorded")) {
      Tensor tensor = scope.floats("weight", 2, 3);
      String sentence = " of weight is not possible while kernel calls are being recorded";
      assertThatThrownBy(() -> backend.record(tensor::floats))
          .isInstanceOf(GrokException.class)
          .hasMessage("read" + sentence);
      assertThatThrownBy(() -> backend.record(tensor::doubles)).hasMessage("read" + sentence);
      assertThatThrownBy(() -> backend.record(() -> tensor.write(new float[6])))
          .isInstanceOf(GrokException.class)
          .hasMessage("write" + sentence);
      // A recording that failed is over.
      backend.kernels().fill(tensor, 2);
      assertThat(tensor.floats()).containsOnly(2);
    }
  }

  @Test
  default void aRecordingOfFreedMemoryIsRefused() {
    try (Backend backend = open()) {
      MemoryScope scope = backend.scope("activations");
      Tensor tensor = scope.floats("tensor", 2, 3);
      try (Recording recording = backend.record(() -> backend.kernels().fill(tensor, 1))) {
        scope.close();
        assertThatThrownBy(() -> recording.run(1))
            .isInstanceOf(GrokException.class)
            .hasMessage("a recording was run after its memory scope 'activations' was closed");
      }
    }
  }

  @Test
  default void aRecordingCannotBeRunANegativeNumberOfTimes() {
    try (Backend backend = open();
        Recording recording = backend.record(() -> {})) {
      recording.run(3);
      assertThat(recording.replicas()).isZero();
      assertThatThrownBy(() -> recording.run(-1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a recording cannot be run -1 times");
    }
  }

  @Test
  default void aRecordingWritesOneNumberOfReplicas() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("recorded")) {
      Tensor three = scope.floats("three", 3, 2);
      Tensor one = scope.floats("one", 1, 2);
      assertThatThrownBy(
              () ->
                  backend.record(
                      () -> {
                        backend.kernels().copy(three, one);
                        backend.kernels().fill(one, 1);
                      }))
          .isInstanceOf(KernelArgumentException.class)
          .hasMessage(
              "fill: replicas differ within a recording: it writes R=1, copy before it wrote R=3");
      backend.kernels().fill(one, 1);
      assertThat(one.floats()).containsExactly(1, 1);
    }
  }

  /** A replica may not touch what another one writes: backends run replicas one after the other. */
  @Test
  default void aRecordingThatMixesReplicasIsRefused() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("recorded")) {
      Tensor whole = scope.floats("whole", 4, 3);
      Tensor low = whole.slice(0, 2);
      Tensor other = scope.floats("other", 2, 3);
      Tensor zeros = scope.floats("zeros", 2, 3);
      Kernels kernels = backend.kernels();
      String sentence =
          "copy: replicas mix within a recording: %s overlaps %s of %s in another replica";
      requireRefused(
          backend,
          sentence.formatted("whole", "whole", "fill"),
          () -> kernels.fill(low, 1),
          () -> kernels.copy(other, whole.slice(1, 3)));
      requireRefused(
          backend,
          sentence.formatted("whole", "whole", "fill"),
          () -> kernels.fill(low, 1),
          () -> kernels.copy(other, whole.slice(0, 1)));
      requireRefused(
          backend,
          sentence.formatted("whole", "whole", "copy"),
          () -> kernels.copy(other, low),
          () -> kernels.copy(whole.slice(1, 3), zeros));
      // What no replica writes may be read by all, and every replica may go on with its own.
      try (Recording recording =
          backend.record(
              () -> {
                kernels.fill(low, 2);
                kernels.add(other, low, whole.slice(3, 4));
              })) {
        recording.run(1);
        assertThat(other.floats()).containsOnly(2);
      }
    }
  }

  private static void requireRefused(Backend backend, String sentence, Runnable... calls) {
    assertThatThrownBy(() -> backend.record(() -> List.of(calls).forEach(Runnable::run)))
        .isInstanceOf(KernelArgumentException.class)
        .hasMessage(sentence);
  }
}
