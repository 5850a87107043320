package dev.grok.lab.config;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads sweeps. In a file the base may also be the name of a preset of {@code grok run} or of a
 * file, and {@code "set"} an object of dotted keys that change it: afterwards the base is whole and
 * {@code "set"} gone.
 */
public final class SweepConfigs {
  private static final String BASE = "base";
  private static final String SET = "set";

  private SweepConfigs() {}

  /**
   * Reads a preset, or else a file.
   *
   * @param settings {@code key=value}; the base's keys begin with {@code base.}
   * @throws UsageException in one sentence, naming the full key, for anything wrong
   */
  public static SweepConfig load(String presetOrFile, List<String> settings) {
    Configs.Source source = Configs.source(presetOrFile, SweepPresets.names(), SweepPresets::text);
    return parse(source.origin(), source.text(), settings);
  }

  /**
   * Reads a sweep from text.
   *
   * @param origin what the text is, for error sentences
   */
  public static SweepConfig parse(String origin, String text, List<String> settings) {
    JsonNode tree = Configs.tree(origin, text);
    if (tree instanceof ObjectNode sweep) {
      resolve(origin, sweep);
    }
    return Configs.parse(origin, tree, settings, SweepConfig.class);
  }

  private static void resolve(String origin, ObjectNode sweep) {
    if (sweep.path(BASE).isString()) {
      Configs.Source base =
          Configs.source(sweep.path(BASE).stringValue(), Presets.names(), Presets::text);
      sweep.set(BASE, Configs.tree(base.origin(), base.text()));
    }
    JsonNode changes = sweep.remove(SET);
    if (changes == null) {
      return;
    }
    if (!changes.isObject() || !sweep.path(BASE).isObject()) {
      throw new UsageException(origin + ": 'set' must be an object that changes the base");
    }
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      Configs.set(
          origin + ": set", sweep.get(BASE), RunConfig.class, change.getKey(), change.getValue());
    }
  }
}
