package dev.grok.testkit;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.Comparison;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.Outputs;
import dev.grok.testkit.call.Placement;
import java.lang.reflect.Method;
import java.util.Map;

/** The backend under test beside the reference. */
final class TestedBackend implements AutoCloseable {
  /** Lengths at which vectorized and blocked loops have their tails. */
  static final int[] SIZES = {0, 1, 3, 7, 8, 13, 16, 31, 33, 100, 207, 1025};

  private final Backend backend;
  private final Backend reference = Backends.open("reference");

  TestedBackend(Backend backend) {
    this.backend = backend;
  }

  /** The outputs of a call on the backend under test; fails if it touched anything else. */
  Outputs run(KernelCall call) {
    return run(backend, call, Map.of());
  }

  private static Outputs run(Backend on, KernelCall call, Map<String, String> aliases) {
    try (Placement placement = new Placement(on, call, aliases)) {
      placement.execute();
      placement.checkSurroundings();
      return placement.outputs();
    }
  }

  /** Fails unless the backend's outputs are the reference's within the call's tolerances. */
  void agree(KernelCall call) {
    Outputs actual = run(call);
    Outputs expected = run(reference, call, Map.of());
    for (KernelCall.Operand output : call.outputs()) {
      double[] allowed =
          Catalog.of(call.kernel())
              .tolerance(output.name())
              .allowed(call, output.name(), expected, other -> run(reference, other, Map.of()));
      Contents is = actual.get(output.name());
      Comparison.close(call + ": " + output.name(), is, expected.get(output.name()), allowed);
    }
  }

  /** Fails unless the kernels of a group agree with one length after the other long. */
  static void agreesOnEverySize(Backend backend, Class<?> group) {
    try (TestedBackend tested = new TestedBackend(backend)) {
      for (Method kernel : group.getDeclaredMethods()) {
        Catalog.of(kernel.getName()).callsOfEverySize(SIZES).forEach(tested::agree);
      }
    }
  }

  /** Fails unless a call agrees. */
  void agree(String kernel, String lengths, Object... attributes) {
    agree(Catalog.call(kernel, lengths, attributes));
  }

  /** Fails unless the call gives the same bits with an output in the place of an input. */
  void agreeInPlace(KernelCall call, String output, String input) {
    agree(call);
    Comparison.sameBits(
        "%s with %s in the place of %s".formatted(call, output, input),
        run(backend, call, Map.of(output, input)),
        run(call));
  }

  @Override
  public void close() {
    try (reference) {
      backend.close();
    }
  }
}
