package dev.grok.lab.command.shared;

import dev.grok.lab.config.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/**
 * A command that prints one result, as text or as JSON.
 *
 * @param <T> the result; its components are the keys of the JSON
 */
public abstract class ResultCommand<T> extends ConsoleCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  protected abstract T compute();

  /** What a reader sees. */
  protected abstract String text(T result);

  protected int exitCode(T result) {
    return 0;
  }

  @Override
  public final Integer call() {
    T result = compute();
    console().out().print(json ? Json.write(result) : text(result));
    return exitCode(result);
  }
}
