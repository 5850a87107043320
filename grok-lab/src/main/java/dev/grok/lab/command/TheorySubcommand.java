package dev.grok.lab.command;

import dev.grok.lab.config.Json;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** A {@code grok theory} command: computes a result and prints it as text or as JSON. */
abstract class TheorySubcommand<T> implements Runnable {
  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  TheorySubcommand(Console console) {
    this.console = console;
  }

  /** Does the work. */
  abstract T compute();

  /** What a reader sees. */
  abstract String text(T result);

  @Override
  public final void run() {
    T result;
    try {
      result = compute();
    } catch (OutOfMemoryError e) {
      throw GrokCommand.outOfMemory(e);
    }
    console.out().print(json ? Json.write(result) : text(result));
  }

  final Console console() {
    return console;
  }

  /** JSON has no infinity and no NaN: they are left out. */
  static OptionalDouble finite(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** A number, or "never" where it is infinite. */
  static String orNever(OptionalDouble value) {
    return value.isPresent() ? TextTable.number(value.getAsDouble()) : "never";
  }
}
