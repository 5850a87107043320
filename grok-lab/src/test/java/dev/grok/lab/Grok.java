package dev.grok.lab;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the command in this process. */
record Grok(int code, String out, String err) {
  /** The toy model, small enough for the reference backend. */
  static final String[] TINY = {
    "--backend",
    "reference",
    "--quiet",
    "--set",
    "experiment.model.hidden_widths=[6]",
    "--set",
    "experiment.model.target_dimension=3",
    "--set",
    "steps=40",
    "--set",
    "log.spacing=4"
  };

  static Grok run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Grok(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** {@code grok run} of a tiny model. */
  static Grok runTiny(String preset, String... more) {
    String[] args = new String[2 + TINY.length + more.length];
    args[0] = "run";
    args[1] = preset;
    System.arraycopy(TINY, 0, args, 2, TINY.length);
    System.arraycopy(more, 0, args, 2 + TINY.length, more.length);
    return run(args);
  }
}
