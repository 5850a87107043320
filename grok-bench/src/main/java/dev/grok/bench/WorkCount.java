package dev.grok.bench;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
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

  /** The work of everything that is done on the given backend. */
  static WorkCount of(Consumer<Backend> work) {
    WorkCounter counter = WorkCounter.begin();
    try (Backend backend = Backends.open(WorkCounter.BACKEND)) {
      work.accept(backend);
      return new WorkCount(
          counter.flops(), counter.bytes(), counter.divisions(), counter.footprint());
    } finally {
      WorkCounter.end();
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
