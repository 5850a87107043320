package dev.grok.lab.config;

import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes of a configuration, as a tree of JSON, by dotted keys. */
final class Settings {
  private Settings() {}

  /**
   * Changes a tree, checks it and binds it to a record.
   *
   * @param settings {@code key=value}; the value is JSON, or else a text
   * @throws UsageException in one sentence, naming the full key, for anything wrong
   */
  static <T> T bind(String origin, JsonNode tree, List<String> settings, Class<T> recordType) {
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new UsageException("--set takes key=value: " + setting);
      }
      String key = setting.substring(0, equals);
      set("--set", tree, recordType, key, value(setting.substring(equals + 1)));
    }
    ConfigCheck.check(settings.isEmpty() ? origin : origin + " with --set", tree, recordType);
    return Json.bind(origin, tree, recordType);
  }

  private static JsonNode value(String text) {
    try {
      JsonNode node = Json.MAPPER.readTree(text);
      return node.isMissingNode() ? Json.MAPPER.stringNode(text) : node;
    } catch (JacksonException e) {
      return Json.MAPPER.stringNode(text);
    }
  }

  /**
   * Gives the keys of an object other values. Inside an object that only the named keys change; one
   * that names its {@code kind} takes the place of the whole.
   */
  static void merge(String origin, JsonNode tree, Class<?> recordType, ObjectNode changes) {
    merge(origin, tree, recordType, "", changes);
  }

  private static void merge(
      String origin, JsonNode tree, Class<?> recordType, String parent, JsonNode changes) {
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      String key = Keys.child(parent, change.getKey());
      JsonNode value = change.getValue();
      if (value.isObject() && !value.has(Kinds.KEY) && at(tree, key).isObject()) {
        merge(origin, tree, recordType, key, value);
      } else {
        set(origin, tree, recordType, key, value);
      }
    }
  }

  /** Gives one key of a tree another value. */
  static void set(String origin, JsonNode tree, Class<?> recordType, String key, JsonNode value) {
    List<String> known = Keys.of(recordType, tree);
    if (!known.contains(key)) {
      throw Keys.unknown(origin, key, known);
    }
    put(tree, key, value);
  }

  /** The same for a key that is known to be one. */
  static void put(JsonNode tree, String key, JsonNode value) {
    JsonNode node = tree;
    String[] parts = key.split("\\.", -1);
    for (int i = 0; i + 1 < parts.length && node instanceof ObjectNode object; i++) {
      JsonNode child = object.get(parts[i]);
      node = child == null ? object.putObject(parts[i]) : child;
    }
    if (node instanceof ObjectNode object) {
      object.set(parts[parts.length - 1], value);
    }
  }

  /** What a dotted key holds; a missing node if it holds nothing. */
  static JsonNode at(JsonNode tree, String key) {
    return tree.at("/" + key.replace('.', '/'));
  }
}
