package dev.grok.backend.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The exit code and the output of a process.
 *
 * @param code the exit code
 * @param output standard output and error
 */
record ProcessResult(int code, String output) {
  /** Runs a command with some variables set in its environment; empty arguments are left out. */
  static ProcessResult of(Map<String, String> environment, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.removeIf(String::isEmpty);
    ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new ProcessResult(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
