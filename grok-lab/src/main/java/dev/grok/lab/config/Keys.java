package dev.grok.lab.config;

import dev.grok.lab.config.Kinds.Kind;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The dotted keys of configurations, and which of them is nearest to a mistyped one. */
final class Keys {
  record Component(String key, Class<?> type, Type genericType) {}

  /** Reflection takes long, and sweeps check a configuration for each cell. */
  private static final ClassValue<List<Component>> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected List<Component> computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents())
              .map(c -> new Component(snakeCase(c.getName()), c.getType(), c.getGenericType()))
              .toList();
        }
      };

  private Keys() {}

  /** The components of a record, by their keys. */
  static List<Component> components(Class<?> recordType) {
    return COMPONENTS.get(recordType);
  }

  /**
   * Every key that a record can have, parents before their children: {@code experiment.task.p}.
   *
   * @param tree as much of it as is known: where it names a kind, keys of other kinds are left out
   */
  static List<String> of(Class<?> recordType, JsonNode tree) {
    Set<String> keys = new LinkedHashSet<>();
    collect(recordType, "", tree, keys);
    return List.copyOf(keys);
  }

  private static void collect(Class<?> type, String prefix, JsonNode node, Set<String> keys) {
    List<Kind> kinds = Kinds.of(type);
    if (!kinds.isEmpty()) {
      keys.add(child(prefix, Kinds.KEY));
      String chosen = node.path(Kinds.KEY).asString("");
      boolean known = kinds.stream().anyMatch(kind -> kind.name().equals(chosen));
      for (Kind kind : kinds) {
        if (!known || kind.name().equals(chosen)) {
          collect(kind.type(), prefix, node, keys);
        }
      }
      return;
    }
    for (Component component : components(type)) {
      String key = child(prefix, component.key());
      keys.add(key);
      Class<?> inner = component.type();
      if (inner.isRecord() || !Kinds.of(inner).isEmpty()) {
        collect(inner, key, node.path(component.key()), keys);
      }
    }
  }

  static String child(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** Says that a key is none of the known ones. */
  static UsageException unknown(String origin, String key, List<String> known) {
    return new UsageException(
        "%s: unknown key '%s'; the nearest known one is '%s'"
            .formatted(origin, key, nearest(key, known)));
  }

  /** The nearest by what follows the last dot, then by the whole: {@code lerning_rate} is found. */
  static String nearest(String key, List<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt((String k) -> editDistance(lastPart(key), lastPart(k)))
                .thenComparingInt(k -> editDistance(key, k)))
        .orElseThrow();
  }

  private static String lastPart(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  static int editDistance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitution, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[b.length()];
  }

  /** How a value of the type is called in error sentences. */
  static String typeName(Type type) {
    if (type == int.class || type == long.class || type == Long.class || type == Integer.class) {
      return "a whole number";
    }
    if (type == double.class) {
      return "a number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    return type == String.class ? "a text" : "an object";
  }
}
