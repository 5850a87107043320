package dev.grok.lab.sweep;

import dev.grok.lab.config.Json;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Finds where two values differ. */
final class Differences {
  /** A key at which they differ, and what stands there. */
  record Difference(String key, String one, String other) {}

  private Differences() {}

  /** The first difference between two values, compared as JSON. */
  static Optional<Difference> first(Object one, Object other) {
    return first("", Json.tree(one), Json.tree(other));
  }

  private static Optional<Difference> first(String key, JsonNode one, JsonNode other) {
    if (one.equals(other)) {
      return Optional.empty();
    }
    if (one.isObject() && other.isObject()) {
      Set<String> names = new LinkedHashSet<>(one.propertyNames());
      names.addAll(other.propertyNames());
      for (String name : names) {
        String child = key.isEmpty() ? name : key + "." + name;
        Optional<Difference> inner = first(child, one.path(name), other.path(name));
        if (inner.isPresent()) {
          return inner;
        }
      }
    }
    if (one.isArray() && other.isArray() && one.size() == other.size()) {
      for (int i = 0; i < one.size(); i++) {
        Optional<Difference> inner = first("%s[%d]".formatted(key, i), one.path(i), other.path(i));
        if (inner.isPresent()) {
          return inner;
        }
      }
    }
    return Optional.of(new Difference(key, text(one), text(other)));
  }

  private static String text(JsonNode node) {
    String text = node.isMissingNode() ? "missing" : node.toString();
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
