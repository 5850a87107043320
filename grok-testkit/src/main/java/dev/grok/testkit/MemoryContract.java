package dev.grok.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.api.KernelArgumentException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import org.junit.jupiter.api.Test;

/** Memory has an owner with a name, starts as zeros, and is not used after it was freed. */
public interface MemoryContract extends BackendContract {
  @Test
  default void memoryStartsAsZeros() {
    try (Backend backend = open()) {
      // The second round may get the memory that the first one left.
      for (int round = 0; round < 2; round++) {
        try (MemoryScope scope = backend.scope("round")) {
          Tensor floats = scope.floats("floats", 3, 1025);
          Tensor ints = scope.ints("ints", 3, 1025);
          assertThat(floats.doubles()).containsOnly(0);
          assertThat(ints.ints()).containsOnly(0);
          assertThat(scope.bytes()).isEqualTo(2 * 3 * 1025 * 4);
          backend.kernels().fill(floats, Double.NaN);
          backend.kernels().increment(ints.reshape(3 * 1025), -1);
        }
      }
    }
  }

  @Test
  default void whatIsWrittenIsReadBack() {
    double[] values = {0, -0.0, 1, -1, 0x1.0p-149, -0x1.fffffep127, 0.1f, Double.NaN};
    try (Backend backend = open();
        MemoryScope scope = backend.scope("transfer")) {
      Tensor floats = scope.floats("floats", 2, 4);
      floats.write(values);
      assertThat(floats.doubles()).isEqualTo(values);
      assertThat(floats.floats())
          .isEqualTo(new float[] {0, -0f, 1, -1, 0x1p-149f, -0x1.fffffep127f, 0.1f, Float.NaN});
      floats.slice(1, 2).write(1f, 2f, 3f, 4f);
      assertThat(floats.floats()).isEqualTo(new float[] {0, -0f, 1, -1, 1, 2, 3, 4});
      Tensor ints = scope.ints("ints", 3, 1);
      ints.write(Integer.MIN_VALUE, -1, Integer.MAX_VALUE);
      assertThat(ints.ints()).containsExactly(Integer.MIN_VALUE, -1, Integer.MAX_VALUE);
      assertThat(ints.slice(1, 3).ints()).containsExactly(-1, Integer.MAX_VALUE);
      Tensor nothing = scope.floats("nothing", 0, 4);
      nothing.write(new double[0]);
      assertThat(nothing.doubles()).isEmpty();
    }
  }

  @Test
  default void memoryIsNotUsedAfterItsScopeWasClosed() {
    try (Backend backend = open()) {
      MemoryScope scope = backend.scope("activations");
      Tensor tensor = scope.floats("hidden", 2, 3);
      scope.close();
      scope.close();
      assertThat(scope.isOpen()).isFalse();
      String after = "hidden [2, 3] is used after its memory scope 'activations' was closed";
      assertThatThrownBy(tensor::floats)
          .isInstanceOf(GrokException.class)
          .hasMessage("read: " + after);
      assertThatThrownBy(() -> tensor.write(new double[6]))
          .isInstanceOf(GrokException.class)
          .hasMessage("write: " + after);
      assertThatThrownBy(() -> backend.kernels().fill(tensor, 1))
          .isInstanceOf(GrokException.class)
          .hasMessage(
              "fill: out (hidden [2, 3]) is used after its memory scope 'activations' was closed");
      assertThatThrownBy(() -> scope.floats("more", 1))
          .isInstanceOf(GrokException.class)
          .hasMessage("memory scope 'activations' is closed: more cannot be allocated in it");
    }
  }

  @Test
  default void aLeakIsNamedWhenTheBackendIsClosed() {
    Backend backend = open();
    MemoryScope scope = backend.scope("forgotten");
    scope.floats("tensor", 2, 3);
    assertThatThrownBy(backend::close)
        .isInstanceOf(GrokException.class)
        .hasMessage(
            "backend %s was closed with memory still held by memory scope 'forgotten' (24 bytes)",
            backend.name());
    assertThat(scope.isOpen()).isFalse();
    backend.close();
    assertThatThrownBy(() -> backend.scope("late"))
        .isInstanceOf(GrokException.class)
        .hasMessage("backend %s is closed: no scope 'late'", backend.name());
  }

  @Test
  default void twoBackendsDoNotMix() {
    try (Backend one = open();
        Backend other = open();
        MemoryScope mine = one.scope("mine");
        MemoryScope theirs = other.scope("theirs")) {
      Tensor out = mine.floats("out", 2);
      Tensor in = theirs.floats("in", 2);
      in.write(3f, 4f);
      assertThatThrownBy(() -> one.kernels().copy(out, in))
          .isInstanceOf(KernelArgumentException.class)
          .hasMessageStartingWith("copy: in [2] belongs to backend ");
      out.write(in.floats());
      assertThat(out.floats()).containsExactly(3, 4);
    }
  }
}
