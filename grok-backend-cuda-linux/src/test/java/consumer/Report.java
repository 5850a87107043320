package consumer;

import dev.grok.api.backend.Backends;

/** Prints every backend that is found, in a process whose other code is on the module path. */
public final class Report {
  private Report() {}

  public static void main(String[] arguments) {
    System.out.println("grok-api is a module: " + Backends.class.getModule().isNamed());
    Backends.report().forEach(candidate -> System.out.println(candidate.line()));
  }
}
