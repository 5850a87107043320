package dev.grok.lab.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The configurations that come with grok. */
public final class Presets {
  private static final List<String> NAMES =
      List.of(
          "toy",
          "toy-2d",
          "fig3",
          "fig4b",
          "fig6b-cell",
          "fig6b-grokking",
          "classification",
          "minibatch",
          "fig1",
          "fig2-addition",
          "fig2-addition-memorized",
          "fig2-modular",
          "fig2-modular-memorized",
          "s3",
          "transformer",
          "transformer-dropout",
          "transformer-circle",
          "mnist",
          "power-division",
          "nanda-addition");

  private Presets() {}

  /** In the order of the paper's figures. */
  public static List<String> names() {
    return NAMES;
  }

  /** All of them, read. */
  public static List<RunConfig> all() {
    return NAMES.stream().map(name -> Configs.load(name, List.of())).toList();
  }

  static String text(String name) {
    String resource = "presets/" + name + ".json";
    try (InputStream in = Presets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
