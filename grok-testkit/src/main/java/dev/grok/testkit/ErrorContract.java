package dev.grok.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.DType;
import dev.grok.api.KernelArgumentException;
import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Axis;
import dev.grok.api.kernel.KernelSignature.TensorParameter;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.KernelCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a user reads when operands do not fit: one sentence, the same on every backend. */
public interface ErrorContract extends BackendContract {
  /** One sentence of every form; that every kernel is checked is the next test's matter. */
  @Test
  default void operandsThatDoNotFitAreNamedInOneSentence() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("errors")) {
      IntTensors f = axes -> scope.floats("f", axes);
      IntTensors i = axes -> scope.ints("i", axes);
      Kernels k = backend.kernels();
      Write write = Write.OVERWRITE;
      Map<String, Runnable> calls = new LinkedHashMap<>();
      calls.put(
          "matmul: inner dimensions differ: a [4, 32, 64] has K=64, b [4, 48, 10] has K=48",
          () -> k.matmul(f.of(4, 32, 10), f.of(4, 32, 64), f.of(4, 48, 10), Transpose.NONE, write));
      calls.put(
          "matmul: inner dimensions differ: a [4, 64, 32] has K=64, b [4, 10, 48] has K=48",
          () -> k.matmul(f.of(4, 32, 10), f.of(4, 64, 32), f.of(4, 10, 48), Transpose.BOTH, write));
      calls.put(
          "matmul: rows differ: a [1, 3, 4] has M=3, c [2, 5, 6] has M=5",
          () -> k.matmul(f.of(2, 5, 6), f.of(1, 3, 4), f.of(2, 4, 6), Transpose.NONE, write));
      calls.put(
          "matmul: replicas differ: a [3, 3, 4] has R=3, c [1, 3, 6] has R=1",
          () -> k.matmul(f.of(1, 3, 6), f.of(3, 3, 4), f.of(1, 4, 6), Transpose.NONE, write));
      calls.put(
          "matmul: a [3, 4] has 2 axes, not those of [R?, K, M]",
          () -> k.matmul(f.of(1, 3, 6), f.of(3, 4), f.of(1, 4, 6), Transpose.A, write));
      calls.put(
          "embeddingForward: ids [2, 3, 2] is FLOAT32, not INT32",
          () -> k.embeddingForward(f.of(2, 3, 4), f.of(1, 9, 4), f.of(2, 3, 2)));
      calls.put(
          "embeddingProductForward: ids [2, 3, 3] must be [R?, B, 2]",
          () -> k.embeddingProductForward(f.of(2, 3, 4, 4), f.of(1, 9, 4, 4), i.of(2, 3, 3)));
      calls.put(
          "attentionForward: qkv [2, 3, 5, 16] must be [R?, B, T, 3C]",
          () ->
              k.attentionForward(f.of(2, 3, 5, 4), f.of(2, 3, 2, 5), f.of(2, 3, 5, 16), Mask.NONE));
      calls.put(
          "attentionForward: heads do not divide the channels: logSumExp [2, 3, 3, 5] has H=3, out"
              + " [2, 3, 5, 4] has C=4",
          () ->
              k.attentionForward(f.of(2, 3, 5, 4), f.of(2, 3, 3, 5), f.of(2, 3, 5, 12), Mask.NONE));
      calls.put(
          "attentionForward: heads do not divide the channels: logSumExp [2, 3, 0, 5] has H=0, out"
              + " [2, 3, 5, 4] has C=4",
          () ->
              k.attentionForward(f.of(2, 3, 5, 4), f.of(2, 3, 0, 5), f.of(2, 3, 5, 12), Mask.NONE));
      calls.put(
          "copy: shapes differ: out [2, 3] has ...=3, in [2, 4] has ...=4",
          () -> k.copy(f.of(2, 3), f.of(2, 4)));
      calls.put(
          "multiply: shapes differ: out [2, 3] has ...=3, b [2, 3, 1] has ...=[3, 1]",
          () -> k.multiply(f.of(2, 3), f.of(2, 3), f.of(2, 3, 1)));
      calls.put(
          "shuffledBatch: more chosen than there are: out [2, 9] has B=9, workspace [2, 9] has N=8",
          () -> k.shuffledBatch(i.of(2, 9), i.of(2, 9), i.of(2, 2), i.of(2)));
      calls.put(
          "shuffledBatch: workspace [2, 0] must be [R, N+1]",
          () -> k.shuffledBatch(i.of(2, 9), i.of(2, 0), i.of(2, 2), i.of(2)));
      calls.put(
          "dropout: site is negative: -1",
          () -> k.dropout(f.of(2, 3), f.of(2, 3), f.of(1), i.of(1, 2), i.of(2), -1));
      requireSentences(calls);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // Users can pass null.
  default void argumentsThatAreNullAreNamed() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("errors")) {
      Tensor a = scope.floats("a", 1, 2, 2);
      Tensor c = scope.floats("c", 1, 2, 2);
      Kernels k = backend.kernels();
      requireSentences(
          Map.of(
              "matmul: b is null",
              () -> k.matmul(c, a, null, Transpose.NONE, Write.OVERWRITE),
              "matmul: write is null",
              () -> k.matmul(c, a, a, Transpose.NONE, null)));
    }
  }

  /** Makes a tensor of the given axes. */
  @FunctionalInterface
  interface IntTensors {
    /** A tensor of these axes. */
    Tensor of(int... axes);
  }

  private static void requireSentences(Map<String, Runnable> calls) {
    calls.forEach(
        (sentence, call) ->
            assertThatThrownBy(call::run)
                .isInstanceOf(KernelArgumentException.class)
                .hasMessage(sentence));
  }

  /** Each operand in turn has the wrong type, the wrong rank, and each of its axes too long. */
  @Test
  default void everyOperandOfEveryKernelIsChecked() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("errors")) {
      for (KernelCall call : Catalog.calls(3)) {
        for (TensorParameter operand : call.shape().signature().operands()) {
          Shape shape = call.shape().shape(operand);
          int[] axes = shape.toArray();
          boolean ints = operand.dtype() == DType.INT32;
          String start = call.kernel() + ": " + operand.name();
          requireRefused(
              call,
              scope,
              operand,
              !ints,
              axes,
              "%s %s is %s, not %s"
                  .formatted(start, shape, ints ? DType.FLOAT32 : DType.INT32, operand.dtype()));
          if (!operand.axes().get(operand.axes().size() - 1).isRest()) {
            int[] more = Arrays.copyOf(axes, axes.length + 1);
            requireRefused(
                call,
                scope,
                operand,
                ints,
                more,
                "%s %s has %d axes, not those of ".formatted(start, Shape.of(more), more.length));
          }
          for (int i = 0; i < axes.length; i++) {
            if (isBound(call, operand, i)) {
              int[] longer = axes.clone();
              longer[i]++;
              requireRefused(call, scope, operand, ints, longer, call.kernel() + ": ");
            }
          }
        }
      }
    }
  }

  /** Whether another length of the call decides that of the axis. */
  private static boolean isBound(KernelCall call, TensorParameter operand, int position) {
    List<Axis> axes = call.shape().signature().axes(operand, call.shape().arguments(List.of()));
    Axis axis = axes.get(Math.min(position, axes.size() - 1));
    long places =
        call.shape().signature().operands().stream()
            .flatMap(other -> other.axes().stream())
            .filter(other -> other.letter().equals(axis.letter()))
            .count();
    return axis.letter().isEmpty() || axis.factor() > 1 || places > 1;
  }

  private static void requireRefused(
      KernelCall call,
      MemoryScope scope,
      TensorParameter wrong,
      boolean ints,
      int[] axes,
      String start) {
    List<Tensor> tensors = new ArrayList<>();
    for (TensorParameter operand : call.shape().signature().operands()) {
      int[] fitting = call.shape().shape(operand).toArray();
      boolean isWrong = operand.equals(wrong);
      boolean isInts = isWrong ? ints : operand.dtype() == DType.INT32;
      int[] given = isWrong ? axes : fitting;
      tensors.add(isInts ? scope.ints("i", given) : scope.floats("f", given));
    }
    assertThatThrownBy(() -> call.call(scope.kernels(), tensors))
        .as("%s with %s of axes %s", call, wrong.name(), Arrays.toString(axes))
        .isInstanceOf(KernelArgumentException.class)
        .hasMessageStartingWith(start)
        .hasMessageContaining(wrong.name() + " " + Shape.of(axes));
  }

  @Test
  default void aTensorOfTheWrongTypeIsRefused() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("errors")) {
      Tensor floats = scope.floats("floats", 2, 3);
      Tensor ints = scope.ints("ints", 2, 3);
      Map<String, Runnable> calls =
          Map.of(
              "copy: in [2, 3] is INT32, not FLOAT32",
              () -> backend.kernels().copy(floats, ints),
              "fill: out [2, 3] is INT32, not FLOAT32",
              () -> backend.kernels().fill(ints, 1),
              "increment: counter [2] is FLOAT32, not INT32",
              () -> backend.kernels().increment(scope.floats("counter", 2), 1),
              "read: ints [2, 3] is INT32, not FLOAT32",
              ints::floats,
              "write: floats [2, 3] is FLOAT32, not INT32",
              () -> floats.write(new int[6]),
              "write: elements differ: floats [2, 3] has 6, the array has 5",
              () -> floats.write(new float[5]));
      requireSentences(calls);
    }
  }

  @Test
  default void anOutputThatOverlapsIsRefused() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("errors")) {
      Tensor whole = scope.floats("whole", 4, 3);
      whole.write(1f, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
      Tensor low = whole.slice(0, 2);
      Tensor middle = whole.slice(1, 3);
      Tensor high = whole.slice(2, 4);
      Kernels kernels = backend.kernels();
      Map<String, Runnable> calls =
          Map.of(
              "copy: out overlaps in: both lie in whole [2, 3]",
              () -> kernels.copy(low, low),
              "add: out overlaps a: both lie in whole [2, 3]",
              () -> kernels.add(low, middle, high),
              "add: out overlaps b: both lie in whole [2, 3]",
              () -> kernels.add(low, low, middle),
              "sgd: parameter overlaps buffer: both lie in whole [2, 3]",
              () -> kernels.sgd(low, low, high, scope.floats("rates", 1, 3), WeightDecay.NONE),
              "sgd: parameter overlaps gradient: both lie in whole [2, 3]",
              () -> kernels.sgd(low, high, middle, scope.floats("rates", 1, 3), WeightDecay.NONE));
      requireSentences(calls);
      assertThat(whole.floats()).isEqualTo(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
      kernels.copy(low, high);
      assertThat(low.floats()).isEqualTo(high.floats());
    }
  }
}
