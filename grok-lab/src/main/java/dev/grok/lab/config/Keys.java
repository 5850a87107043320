package dev.grok.lab.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The dotted keys of configurations, and which of them is nearest to a mistyped one. */
final class Keys {
  private Keys() {}

  /** Every key of a record, parents before their children: {@code experiment.task.p}. */
  static List<String> of(Class<?> recordType) {
    List<String> keys = new ArrayList<>();
    collect(recordType, "", keys);
    return keys;
  }

  private static void collect(Class<?> type, String prefix, List<String> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = child(prefix, snakeCase(component.getName()));
      keys.add(key);
      if (component.getType().isRecord()) {
        collect(component.getType(), key, keys);
      }
    }
  }

  static String child(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
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

  /** Levenshtein's. */
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
