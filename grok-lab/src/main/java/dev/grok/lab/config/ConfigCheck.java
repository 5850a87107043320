package dev.grok.lab.config;

import dev.grok.lab.config.Kinds.Kind;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares a JSON tree with the record that it will be bound to, so that every error names the full
 * key. Jackson's own checks name only the last part, or none.
 */
record ConfigCheck(String origin, Class<?> whole, JsonNode tree) {
  /**
   * @param origin what is checked, for error sentences
   * @throws UsageException for an unknown key, a missing key, or a value of a wrong type
   */
  static void check(String origin, JsonNode tree, Class<?> recordType) {
    new ConfigCheck(origin, recordType, tree).checkRecord("", tree, recordType);
  }

  /** Checks an object against the record that its kind names. */
  private void checkKind(String key, JsonNode node, List<Kind> kinds) {
    if (!node.isObject()) {
      throw wrong(key, "an object", node);
    }
    String name = Keys.child(key, Kinds.KEY);
    JsonNode chosen = node.get(Kinds.KEY);
    if (chosen == null) {
      throw new UsageException("%s: key '%s' is missing".formatted(origin, name));
    }
    for (Kind kind : kinds) {
      if (chosen.isString() && kind.name().equals(chosen.stringValue())) {
        ObjectNode rest = ((ObjectNode) node).deepCopy();
        rest.remove(Kinds.KEY);
        checkRecord(key, rest, kind.type());
        return;
      }
    }
    throw wrong(name, oneOf(kinds.stream().map(Kind::name).toList()), chosen);
  }

  private void checkRecord(String key, JsonNode node, Class<?> type) {
    if (!node.isObject()) {
      throw wrong(key, "an object", node);
    }
    List<Keys.Component> components = Keys.components(type);
    for (String name : node.propertyNames()) {
      if (components.stream().noneMatch(component -> component.key().equals(name))) {
        throw Keys.unknown(origin, Keys.child(key, name), Keys.of(whole, tree));
      }
    }
    for (Keys.Component component : components) {
      String child = Keys.child(key, component.key());
      JsonNode value = node.get(component.key());
      if (value == null) {
        throw new UsageException("%s: key '%s' is missing".formatted(origin, child));
      }
      checkValue(child, value, component.genericType());
    }
  }

  private void checkValue(String key, JsonNode node, Type type) {
    if (type instanceof ParameterizedType list) {
      if (!node.isArray()) {
        throw wrong(key, "a list", node);
      }
      for (int i = 0; i < node.size(); i++) {
        checkValue(key + "[" + i + "]", node.get(i), list.getActualTypeArguments()[0]);
      }
    } else if (type instanceof Class<?> choice && !Kinds.of(choice).isEmpty()) {
      checkKind(key, node, Kinds.of(choice));
    } else if (type instanceof Class<?> enumType && enumType.isEnum()) {
      checkEnum(key, node, enumType);
    } else if (type instanceof Class<?> recordType && recordType.isRecord()) {
      checkRecord(key, node, recordType);
    } else if (!fits(node, type)) {
      throw wrong(key, Keys.typeName(type), node);
    }
  }

  private static boolean fits(JsonNode node, Type type) {
    if (type == JsonNode.class) {
      return true;
    }
    if (type == int.class || type == Integer.class) {
      return node.isIntegralNumber() && node.canConvertToInt();
    }
    if (type == long.class || type == Long.class) {
      return node.isIntegralNumber() && node.canConvertToLong();
    }
    if (type == double.class) {
      return node.isNumber() && Double.isFinite(node.doubleValue());
    }
    return type == boolean.class ? node.isBoolean() : node.isString();
  }

  private void checkEnum(String key, JsonNode node, Class<?> type) {
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(c -> c.toString().toLowerCase(Locale.ROOT))
            .toList();
    if (!node.isString() || !names.contains(node.stringValue())) {
      throw wrong(key, oneOf(names), node);
    }
  }

  private static String oneOf(List<String> names) {
    return "one of "
        + names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
  }

  private UsageException wrong(String key, String expected, JsonNode found) {
    String what = key.isEmpty() ? "the configuration" : "'" + key + "'";
    return new UsageException(
        "%s: %s must be %s: %s".formatted(origin, what, expected, abbreviate(found.toString())));
  }

  private static String abbreviate(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
