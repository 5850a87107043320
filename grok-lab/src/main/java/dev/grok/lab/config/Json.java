package dev.grok.lab.config;

import dev.grok.api.GrokException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/** The JSON of configurations and results: snake case, strict when read, indented when written. */
public final class Json {
  static final JsonMapper MAPPER = mapper();

  private static final ObjectWriter LINE =
      MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  private static JsonMapper mapper() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(SerializationFeature.INDENT_OUTPUT);
    for (Class<?> type : Kinds.interfaces()) {
      builder.addMixIn(type, Kinds.MixIn.class);
      for (Kinds.Kind kind : Kinds.of(type)) {
        builder.registerSubtypes(new NamedType(kind.type(), kind.name()));
      }
    }
    return builder.build();
  }

  /** Indented, with a line end. */
  public static String write(Object value) {
    return MAPPER.writeValueAsString(value) + "\n";
  }

  /** On one line, without a line end. */
  public static String line(Object value) {
    return LINE.writeValueAsString(value);
  }

  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Reads what {@link #line} or {@link #write} wrote.
   *
   * @param origin what the text is, for error sentences
   * @throws UsageException if it is not what the type says
   */
  public static <T> T read(String origin, String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JacksonException e) {
      // The slow way names the key that is wrong.
      JsonNode tree = parse(origin, text);
      ConfigCheck.check(origin, tree, type);
      return bind(origin, tree, type);
    }
  }

  /** A text as a tree, not yet checked. */
  static JsonNode parse(String origin, String text) {
    try {
      return MAPPER.readTree(text);
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

  /** The record that a checked tree holds. */
  static <T> T bind(String origin, JsonNode tree, Class<T> recordType) {
    try {
      return MAPPER.treeToValue(tree, recordType);
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

  /** The first line, without the note on where an object began: Jackson writes no place there. */
  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").replaceAll(" \\(start marker at .*", "");
  }

  /**
   * On one line, and safe inside an HTML script element: no text in it can close the element or
   * open a comment.
   */
  public static String writeForHtml(Object value) {
    return line(value)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
