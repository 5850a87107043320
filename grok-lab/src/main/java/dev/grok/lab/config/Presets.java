package dev.grok.lab.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The configurations that come with grok, in the order of the paper's figures. */
enum Presets {
  /** Of {@code grok run}. */
  RUNS(
      "presets",
      "toy toy-2d fig3 fig4b fig6b-cell fig6b-grokking classification minibatch fig1 fig2-addition"
          + " fig2-addition-memorized fig2-modular fig2-modular-memorized s3 transformer"
          + " transformer-dropout transformer-circle mnist power-division nanda-addition"),
  /** Of {@code grok sweep run}. */
  SWEEPS("sweeps", "fig6a fig6b fig6c fig6d fig7-right fig8-right fig13 fig14 fig15");

  private final String folder;
  private final List<String> names;

  Presets(String folder, String names) {
    this.folder = folder;
    this.names = List.of(names.split(" "));
  }

  /** A text and what it is, for error sentences. */
  record Source(String origin, String text) {}

  List<String> names() {
    return names;
  }

  /**
   * The text of a preset, or else of a file.
   *
   * @throws UsageException if there is neither
   */
  Source source(String presetOrFile) {
    if (names.contains(presetOrFile)) {
      return new Source("preset " + presetOrFile, text(presetOrFile));
    }
    Path file = Path.of(presetOrFile);
    if (!Files.exists(file) && !presetOrFile.contains("/") && !presetOrFile.endsWith(".json")) {
      throw new UsageException(
          "there is no preset or file '%s'; the nearest preset is '%s' (grok list prints all)"
              .formatted(presetOrFile, Keys.nearest(presetOrFile, names)));
    }
    return new Source(presetOrFile, read(file));
  }

  private String text(String name) {
    String resource = folder + "/" + name + ".json";
    try (InputStream in = Presets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UsageException("there is no file " + file, e);
    } catch (MalformedInputException e) {
      throw new UsageException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new UsageException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
