package dev.grok.models.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The authors' initial state and tables. */
final class Fixtures {
  private Fixtures() {}

  /** The backend that is compared with PyTorch: cpu, or what -Dgrok.test.backend names. */
  static String float32Backend() {
    return System.getProperty("grok.test.backend", "cpu");
  }

  /** The authors' setting of Fig. 6(b), with the given decoder rate and decay. */
  static Experiment fig6b(double learningRate, double weightDecay) {
    return Experiment.paper(58).withDecoder(OptimizerSettings.adamw(learningRate, weightDecay));
  }

  static InitialState fig6bState() {
    try {
      Path file = Files.createTempFile("fig6b", ".safetensors");
      try (InputStream in = resource("fig6b-initial-state.safetensors")) {
        Files.write(file, in.readAllBytes());
        return InitialState.read(fig6b(1e-4, 0), file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of a CSV without its header, split at commas. */
  static List<String[]> rows(String name) {
    try (InputStream in = resource(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(","))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String name) {
    InputStream in = Fixtures.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("no resource " + name);
    }
    return in;
  }
}
