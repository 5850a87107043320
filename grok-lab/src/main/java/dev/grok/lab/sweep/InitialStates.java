package dev.grok.lab.sweep;

import dev.grok.api.GrokException;
import dev.grok.lab.config.CellConfigs;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.config.SweepAxis;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.models.task.DataDirectory;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * The files from which cells start. A sweep names them by their content, {@code sha256:...}, and
 * keeps copies, so that it needs nothing but its directory. With another file it is another sweep.
 *
 * @param directory where the copies lie
 */
public record InitialStates(Path directory) {
  private static final String KEY = "initial_state";
  private static final String SCHEME = "sha256:";

  /**
   * A sweep whose initial states are named by content.
   *
   * @param contents receives the files' contents under the names that their copies must have
   */
  public static SweepConfig byContent(SweepConfig sweep, Map<String, byte[]> contents) {
    RunConfig base = sweep.base();
    String named = byContent(base.initialState(), contents);
    if (!named.isEmpty() && base.seedsTrainAlike()) {
      throw new UsageException(
          "an initial state makes the cells of all %d seeds the same: give one seed, or a batch size"
              .formatted(base.seeds().size()));
    }
    List<SweepAxis> axes =
        sweep.axes().stream()
            .map(
                axis ->
                    axis instanceof SweepAxis.Listed listed && axis.keys().contains(KEY)
                        ? byContent(listed, contents)
                        : axis)
            .toList();
    return sweep.with(base.withInitialState(named), axes);
  }

  private static SweepAxis byContent(SweepAxis.Listed axis, Map<String, byte[]> contents) {
    List<JsonNode> named =
        axis.values().stream()
            .<JsonNode>map(v -> StringNode.valueOf(byContent(v.asString(), contents)))
            .toList();
    return new SweepAxis.Listed(axis.keys(), named);
  }

  private static String byContent(String file, Map<String, byte[]> contents) {
    if (file.isEmpty() || file.startsWith(SCHEME)) {
      return file;
    }
    try {
      byte[] bytes = Files.readAllBytes(Path.of(file));
      String digest = CellConfigs.digest(bytes);
      contents.put(fileName(SCHEME + digest), bytes);
      return SCHEME + digest;
    } catch (NoSuchFileException e) {
      throw new UsageException("there is no file " + file, e);
    } catch (IOException e) {
      throw new UsageException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static String fileName(String named) {
    return "initial-" + named.substring(SCHEME.length(), SCHEME.length() + 16) + ".safetensors";
  }

  /** What a cell starts from. */
  public InitialState of(RunConfig config, Experiment experiment, DataDirectory data) {
    if (config.initialState().isEmpty()) {
      return InitialState.random(experiment, data);
    }
    return InitialState.read(experiment, directory.resolve(fileName(config.initialState())), data);
  }

  /** The copies' contents by file name, to send them elsewhere. */
  public Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("initial-") && name.endsWith(".safetensors")) {
          contents.put(name, Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new GrokException("%s cannot be read: %s".formatted(directory, e.getMessage()), e);
    }
    return contents;
  }
}
