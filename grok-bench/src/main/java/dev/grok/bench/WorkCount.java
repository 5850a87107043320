package dev.grok.bench;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.kernel.KernelSignature;
import dev.grok.api.kernel.KernelSignature.Role;
import dev.grok.api.kernel.KernelSignature.TensorParameter;
import dev.grok.api.spi.DeviceBuffer;
import dev.grok.api.spi.DeviceTensor;
import dev.grok.testkit.call.CallShape;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.KernelSpec;
import java.util.HashMap;
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
  /** The backend that counts. */
  static final String BACKEND = "counting";

  static final WorkCount NONE = new WorkCount(0, 0, 0, 0);

  /** What a counting backend adds up; those that a thread opens share the thread's. */
  static final class Tally {
    private static final ThreadLocal<Tally> CURRENT = ThreadLocal.withInitial(Tally::new);

    private final Map<DeviceBuffer, Double> touched = new HashMap<>();
    private double flops;
    private double bytes;
    private double divisions;

    static Tally current() {
      return CURRENT.get();
    }

    void add(KernelSignature signature, Object[] arguments) {
      for (TensorParameter operand : signature.operands()) {
        DeviceTensor tensor = DeviceTensor.of((Tensor) arguments[operand.position()]);
        double size = tensor.shape().elements() * (double) tensor.dtype().bytes();
        bytes += signature.role(operand, arguments) == Role.UPDATED ? 2 * size : size;
        touched.merge(tensor.buffer(), size, Math::max);
      }
      CallShape shape = CallShape.of(signature, arguments);
      KernelSpec spec = Catalog.of(signature.name());
      flops += spec.flops(shape);
      divisions += spec.divisions(shape);
    }
  }

  /** The work of everything that is done on the given backend. */
  static WorkCount of(Consumer<Backend> work) {
    try (Backend backend = Backends.open(BACKEND)) {
      work.accept(backend);
      Tally tally = Tally.current();
      double footprint = tally.touched.values().stream().mapToDouble(x -> x).sum();
      return new WorkCount(tally.flops, tally.bytes, tally.divisions, footprint);
    } finally {
      Tally.CURRENT.remove();
    }
  }

  /** The work of one call. */
  static WorkCount of(Call call) {
    return of(
        backend -> {
          try (var scope = backend.scope("count")) {
            call.run(backend.kernels(), call.upload(scope));
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
}
