package dev.grok.lab.config;

import dev.grok.api.GrokException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads configurations: strict JSON, changed by {@code key=value} settings. */
public final class Configs {
  private Configs() {}

  /**
   * Reads a preset, or else a file.
   *
   * @param presetOrFile name of a preset, or path of a JSON file
   * @param settings {@code key=value} with dotted keys; the value is JSON, or else a text
   * @throws UsageException in one sentence, naming the full key, for anything wrong
   */
  public static RunConfig load(String presetOrFile, List<String> settings) {
    Source source = source(presetOrFile, Presets.names(), Presets::text);
    return parse(source.origin(), source.text(), settings);
  }

  /** A text and what it is, for error sentences. */
  record Source(String origin, String text) {}

  /** The text of a preset, or else of a file. */
  static Source source(String presetOrFile, List<String> presets, UnaryOperator<String> text) {
    if (presets.contains(presetOrFile)) {
      return new Source("preset " + presetOrFile, text.apply(presetOrFile));
    }
    Path file = Path.of(presetOrFile);
    if (!Files.exists(file) && !presetOrFile.contains("/") && !presetOrFile.endsWith(".json")) {
      throw new UsageException(
          "there is no preset or file '%s'; the nearest preset is '%s' (grok list prints all)"
              .formatted(presetOrFile, Keys.nearest(presetOrFile, presets)));
    }
    return new Source(presetOrFile, read(file));
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

  /**
   * Reads a configuration from text.
   *
   * @param origin what the text is, for error sentences
   */
  public static RunConfig parse(String origin, String text, List<String> settings) {
    return parse(origin, tree(origin, text), settings, RunConfig.class);
  }

  /** Changes a tree by settings, checks it and binds it to a record. */
  static <T> T parse(String origin, JsonNode tree, List<String> settings, Class<T> recordType) {
    for (String setting : settings) {
      set(tree, setting, recordType);
    }
    ConfigCheck.check(settings.isEmpty() ? origin : origin + " with --set", tree, recordType);
    return bind(origin, tree, recordType);
  }

  static JsonNode tree(String origin, String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new UsageException(
          "%s is not sound JSON: line %d, column %d: %s"
              .formatted(
                  origin,
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  firstLine(e.getOriginalMessage())),
          e);
    }
  }

  /** Without where an object began, which Jackson tells in bytes that are not known. */
  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").replaceAll(" \\(start marker at .*", "");
  }

  private static void set(JsonNode tree, String setting, Class<?> recordType) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new UsageException("--set takes key=value: " + setting);
    }
    String key = setting.substring(0, equals);
    set("--set", tree, recordType, key, value(setting.substring(equals + 1)));
  }

  /** Gives one key of a tree another value. */
  static void set(String origin, JsonNode tree, Class<?> recordType, String key, JsonNode value) {
    List<String> known = Keys.of(recordType, tree);
    if (!known.contains(key)) {
      throw new UsageException(
          "%s: unknown key '%s'; the nearest known one is '%s'"
              .formatted(origin, key, Keys.nearest(key, known)));
    }
    put(tree, key, value);
  }

  /** The same for a key that is known to be one. */
  static void put(JsonNode tree, String key, JsonNode value) {
    JsonNode node = tree;
    String[] parts = key.split("\\.");
    for (int i = 0; i + 1 < parts.length && node instanceof ObjectNode object; i++) {
      JsonNode child = object.get(parts[i]);
      node = child == null ? object.putObject(parts[i]) : child;
    }
    if (node instanceof ObjectNode object) {
      object.set(parts[parts.length - 1], value);
    }
  }

  private static JsonNode value(String text) {
    try {
      JsonNode node = Json.MAPPER.readTree(text);
      return node.isMissingNode() ? Json.MAPPER.stringNode(text) : node;
    } catch (JacksonException e) {
      return Json.MAPPER.stringNode(text);
    }
  }

  private static <T> T bind(String origin, JsonNode tree, Class<T> recordType) {
    try {
      return Json.MAPPER.treeToValue(tree, recordType);
    } catch (JacksonException e) {
      StringBuilder key = new StringBuilder();
      for (JacksonException.Reference reference : e.getPath()) {
        if (reference.getPropertyName() != null) {
          key.append(key.isEmpty() ? "" : ".").append(reference.getPropertyName());
        }
      }
      // The records check their values with sentences of their own.
      String what =
          e.getCause() instanceof GrokException ge
              ? String.valueOf(ge.getMessage())
              : firstLine(e.getOriginalMessage());
      String where = key.isEmpty() ? "" : key + ": ";
      throw new UsageException("%s: %s%s".formatted(origin, where, what), e);
    }
  }
}
