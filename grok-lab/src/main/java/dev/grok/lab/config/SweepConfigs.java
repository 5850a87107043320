package dev.grok.lab.config;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads sweeps. In a file {@code "base"} may also be the name of a preset of {@code grok run} or of
 * a file, and {@code "set"} an object that changes it: afterwards the base is whole and {@code
 * "set"} gone.
 */
public final class SweepConfigs {
  private SweepConfigs() {}

  /** All presets, read, in the order of the paper's figures. */
  public static List<SweepConfig> presets() {
    return Presets.SWEEPS.names().stream().map(name -> load(name, List.of())).toList();
  }

  /**
   * Reads a preset, or else a file.
   *
   * @param settings {@code key=value}; the base's keys begin with {@code base.}
   * @throws UsageException in one sentence, naming the full key, for anything wrong
   */
  public static SweepConfig load(String presetOrFile, List<String> settings) {
    Presets.Source source = Presets.SWEEPS.source(presetOrFile);
    return parse(source.origin(), source.text(), settings);
  }

  /**
   * Reads a sweep from text.
   *
   * @param origin what the text is, for error sentences
   */
  public static SweepConfig parse(String origin, String text, List<String> settings) {
    JsonNode tree = Json.parse(origin, text);
    if (tree instanceof ObjectNode sweep) {
      Bases.resolve(origin, sweep);
    }
    return Settings.bind(origin, tree, settings, SweepConfig.class);
  }
}
