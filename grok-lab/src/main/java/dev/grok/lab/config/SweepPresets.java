package dev.grok.lab.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The sweeps that come with grok. */
public final class SweepPresets {
  private static final List<String> NAMES =
      List.of(
          "fig6a",
          "fig6b",
          "fig6c",
          "fig6d",
          "fig7-right",
          "fig8-right",
          "fig13",
          "fig14",
          "fig15");

  private SweepPresets() {}

  /** In the order of the paper's figures. */
  public static List<String> names() {
    return NAMES;
  }

  /** All of them, read. */
  public static List<SweepConfig> all() {
    return NAMES.stream().map(name -> SweepConfigs.load(name, List.of())).toList();
  }

  static String text(String name) {
    String resource = "sweeps/" + name + ".json";
    try (InputStream in = SweepPresets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
