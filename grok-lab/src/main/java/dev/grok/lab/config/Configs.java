package dev.grok.lab.config;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads configurations: strict JSON, changed by {@code key=value} settings. A file may say only
 * what differs: {@code "base"} names a preset of {@code grok run} or another file, {@code "set"} is
 * an object of changes by dotted or nested keys.
 *
 * @param <T> what a configuration is bound to
 */
public final class Configs<T> {
  public static final Configs<RunConfig> RUNS =
      new Configs<>(Presets.RUNS, RunConfig.class, Bases::run);

  /** Keys of the base begin with {@code base.} in settings. */
  public static final Configs<SweepConfig> SWEEPS =
      new Configs<>(Presets.SWEEPS, SweepConfig.class, Bases::sweep);

  private final Presets presets;
  private final Class<T> type;
  private final Function<Presets.Source, JsonNode> whole;

  private Configs(Presets presets, Class<T> type, Function<Presets.Source, JsonNode> whole) {
    this.presets = presets;
    this.type = type;
    this.whole = whole;
  }

  /** All presets, read, in the order of the paper's figures. */
  public List<T> presets() {
    return presets.names().stream().map(name -> load(name, List.of())).toList();
  }

  /**
   * Reads a preset, or else a file.
   *
   * @param presetOrFile name of a preset, or path of a JSON file
   * @param settings {@code key=value} with dotted keys; the value is JSON, or else a text
   * @throws UsageException in one sentence, naming the full key, for anything wrong
   */
  public T load(String presetOrFile, List<String> settings) {
    return read(presets.source(presetOrFile), settings);
  }

  /**
   * Reads a configuration from text.
   *
   * @param origin what the text is, for error sentences
   */
  public T parse(String origin, String text, List<String> settings) {
    return read(new Presets.Source(origin, text), settings);
  }

  private T read(Presets.Source source, List<String> settings) {
    return Settings.bind(source.origin(), whole.apply(source), settings, type);
  }
}
