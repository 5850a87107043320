package dev.grok.backend.cuda;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;

/** What {@link ProbeTest} starts in processes of their own. */
public final class ProbeMain {
  private ProbeMain() {}

  /** Prints the report of cuda; with an argument it opens that backend and computes. */
  public static void main(String[] arguments) {
    if (arguments.length == 0) {
      Backends.report().stream()
          .filter(candidate -> candidate.name().equals("cuda"))
          .forEach(candidate -> System.out.println(candidate.line()));
      return;
    }
    try (Backend backend = Backends.open(arguments[0]);
        MemoryScope scope = backend.scope("probe")) {
      Tensor tensor = scope.floats("tensor", 1, 3);
      backend.kernels().fill(tensor, 2);
      backend.kernels().add(tensor, tensor, tensor);
      System.out.println(backend + " computes " + tensor.floats()[2]);
    }
  }
}
