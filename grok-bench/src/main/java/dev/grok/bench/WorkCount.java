package dev.grok.bench;

import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.api.spi.DeviceBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How much work kernel calls are, whoever makes them: found by running them on a backend that
 * counts and does nothing else.
 *
 * @param flops two for every fused multiply-add, multiplication or addition that goes through a
 *     multiplier: what the FMA peak counts
 * @param bytes moved if each call moves every element of an operand once, twice what it updates
 * @param divisions divisions and square roots
 * @param footprint bytes of all tensors touched
 */
record WorkCount(double flops, double bytes, double divisions, double footprint) {
  static final WorkCount NONE = new WorkCount(0, 0, 0, 0);

  /** Of exp and tanh, as grok-backend-cpu computes them. */
  private static final int EXP_FLOPS = 22;

  private static final int TANH_FLOPS = 20;
  private static final int GELU_FLOPS = 28;
  private static final int GELU_GRADIENT_FLOPS = 56;
  private static final int ADAM_FLOPS = 16;

  /** The work of everything that is done on the given backend. */
  static WorkCount of(Consumer<Backend> work) {
    CountingProvider.COUNTER.set(new Counter());
    try (Backend backend = Backends.open(CountingProvider.NAME)) {
      work.accept(backend);
      return CountingProvider.COUNTER.get().total();
    } finally {
      CountingProvider.COUNTER.remove();
    }
  }

  /** The work of one call. */
  static WorkCount of(Call call) {
    return of(
        backend -> {
          try (var scope = backend.scope("count")) {
            Tensor[] tensors = new Tensor[call.operands().size()];
            for (int i = 0; i < tensors.length; i++) {
              Operand operand = call.operands().get(i);
              tensors[i] =
                  operand.ints()
                      ? scope.ints("operand", operand.axes())
                      : scope.floats("operand", operand.axes());
            }
            call.body().call(backend.kernels(), tensors);
          }
        });
  }

  WorkCount times(double factor) {
    return new WorkCount(flops * factor, bytes * factor, divisions * factor, footprint * factor);
  }

  WorkCount minus(WorkCount other) {
    return new WorkCount(
        flops - other.flops, bytes - other.bytes, divisions - other.divisions, footprint);
  }

  /** Sums up. */
  static final class Counter {
    private double flops;
    private double bytes;
    private double divisions;
    private final Map<DeviceBuffer, Double> touched = new HashMap<>();

    WorkCount total() {
      double footprint = touched.values().stream().mapToDouble(x -> x).sum();
      return new WorkCount(flops, bytes, divisions, footprint);
    }

    void count(String kernel, Object[] arguments) {
      List<Tensor> tensors =
          Arrays.stream(arguments)
              .filter(Tensor.class::isInstance)
              .map(Tensor.class::cast)
              .toList();
      for (Tensor tensor : tensors) {
        bytes += bytes(tensor);
        touched.merge(tensor.buffer(), bytes(tensor), Math::max);
      }
      if (Arrays.asList(arguments).contains(Write.ACCUMULATE)) {
        bytes += bytes(tensors.get(0));
      }
      double n = tensors.get(0).shape().elements();
      switch (kernel) {
        case "matmul" -> {
          boolean transposed = ((Transpose) arguments[3]).a();
          flops += 2 * n * tensors.get(1).shape().axis(transposed ? 1 : 2);
        }
        case "biasActivationForward" -> {
          flops += n * activationFlops((Activation) arguments[3]);
          divisions += curved((Activation) arguments[3]) ? n : 0;
        }
        case "biasActivationBackward" -> {
          boolean gelu = arguments[6] == Activation.GELU;
          flops += gelu ? GELU_GRADIENT_FLOPS * n : arguments[6] == Activation.TANH ? 4 * n : 0;
          divisions += gelu ? n : 0;
        }
        case "layerNormForward" -> flops += 6 * n;
        case "layerNormBackward" -> flops += 16 * n;
        case "attentionForward", "attentionBackward" -> {
          Tensor logSumExp = tensors.get(kernel.endsWith("Forward") ? 1 : 4);
          boolean causal = arguments[arguments.length - 1] == Mask.CAUSAL;
          int tokens = logSumExp.shape().axis(3);
          double scores = logSumExp.shape().elements() * (double) tokens / (causal ? 2 : 1);
          double width = n / logSumExp.shape().elements();
          // Two products forward; five backward, where dQkv is three times as wide.
          flops += scores * (EXP_FLOPS + (kernel.endsWith("Forward") ? 4 * width : 10 * width / 3));
        }
        case "embeddingProductForward" -> flops += 2 * n * tensors.get(0).shape().axis(3);
        case "embeddingProductBackward" ->
            flops += 4.0 * tensors.get(1).shape().elements() * tensors.get(1).shape().axis(3);
        case "softmaxCrossEntropyForward" ->
            flops += EXP_FLOPS * (double) tensors.get(1).shape().elements();
        case "softmaxCrossEntropyBackward" -> {
          flops += (EXP_FLOPS + 2) * n;
          divisions += n;
        }
        case "nearestTargetAccuracy" ->
            flops += 2.0 * tensors.get(1).shape().elements() * tensors.get(2).shape().axis(1);
        case "adam" -> {
          flops += ADAM_FLOPS * n;
          divisions += 2 * n;
          bytes += bytes(tensors.get(0)) + bytes(tensors.get(1)) + bytes(tensors.get(2));
        }
        case "sgd" -> {
          flops += 8 * n;
          bytes += bytes(tensors.get(0)) + bytes(tensors.get(1));
        }
        case "meanSquaredErrorForward", "dot" -> flops += 2.0 * tensors.get(1).shape().elements();
        case "meanSquaredErrorBackward", "multiply", "scale", "addScaled" -> flops += 2 * n;
        case "divide" -> divisions += n;
        case "embeddingForward",
            "embeddingBackward",
            "gatherInts",
            "argMaxAccuracy",
            "fill",
            "copy",
            "add",
            "sum",
            "increment",
            "firstCrossing",
            "firstNonFinite",
            "dropout",
            "shuffledBatch",
            "chooseWithoutReplacement" -> {
          // Nothing but moving, comparing, adding.
        }
        default ->
            throw new IllegalStateException("how much work is the kernel %s?".formatted(kernel));
      }
    }

    private static boolean curved(Activation activation) {
      return activation == Activation.TANH || activation == Activation.GELU;
    }

    private static int activationFlops(Activation activation) {
      return switch (activation) {
        case TANH -> TANH_FLOPS;
        case GELU -> GELU_FLOPS;
        case LEAKY_RELU -> 2;
        case IDENTITY, RELU -> 0;
      };
    }

    private static double bytes(Tensor tensor) {
      return tensor.shape().elements() * (double) tensor.dtype().bytes();
    }
  }
}
