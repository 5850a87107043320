package dev.grok.lab.config;

import java.util.List;

/**
 * Reads configurations of runs: strict JSON, changed by {@code key=value} settings. A file may say
 * only what differs: {@code "base"} names a preset or another file, {@code "set"} is an object of
 * changes by dotted or nested keys.
 */
public final class Configs {
  private Configs() {}

  /** All presets, read, in the order of the paper's figures. */
  public static List<RunConfig> presets() {
    return Presets.RUNS.names().stream().map(name -> load(name, List.of())).toList();
  }

  /**
   * Reads a preset, or else a file.
   *
   * @param presetOrFile name of a preset, or path of a JSON file
   * @param settings {@code key=value} with dotted keys; the value is JSON, or else a text
   * @throws UsageException in one sentence, naming the full key, for anything wrong
   */
  public static RunConfig load(String presetOrFile, List<String> settings) {
    return parse(Presets.RUNS.source(presetOrFile), settings);
  }

  /**
   * Reads a configuration from text.
   *
   * @param origin what the text is, for error sentences
   */
  public static RunConfig parse(String origin, String text, List<String> settings) {
    return parse(new Presets.Source(origin, text), settings);
  }

  private static RunConfig parse(Presets.Source source, List<String> settings) {
    return Settings.bind(source.origin(), Bases.run(source), settings, RunConfig.class);
  }
}
