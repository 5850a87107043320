package dev.grok.models.io;

import dev.grok.api.GrokException;
import dev.grok.models.io.HostTensor.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The JSON header of a safetensors file, read strictly: it comes from strangers. */
final class SafetensorsHeader {
  /** The format's own limit. */
  static final int MAX_LENGTH = 100_000_000;

  private static final String METADATA = "__metadata__";
  private static final int MAX_AXES = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(3).maxNumberLength(20).build())
          .build();

  /** One tensor; begin and end count bytes from the start of the data. */
  record Entry(String name, Type type, int[] shape, long begin, long end) {}

  private final Path file;
  private final JsonParser in;

  private SafetensorsHeader(Path file, JsonParser in) {
    this.file = file;
    this.in = in;
  }

  /** The entries by ascending offset; together they cover the data exactly. */
  static List<Entry> parse(Path file, byte[] header, long dataLength) {
    List<Entry> entries;
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), header)) {
      entries = new SafetensorsHeader(file, in).entries();
    } catch (JacksonException e) {
      GrokException malformed =
          malformed(file, "its header is not valid JSON: " + e.getOriginalMessage());
      malformed.initCause(e);
      throw malformed;
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    for (Entry entry : entries) {
      if (entry.begin() != covered) {
        String how = entry.begin() < covered ? "overlap" : "leave a gap";
        throw malformed(
            file,
            "tensor '%s' begins at byte %d where %d was expected: tensors %s"
                .formatted(entry.name(), entry.begin(), covered, how));
      }
      covered = entry.end();
    }
    if (covered != dataLength) {
      throw malformed(
          file, "its tensors take %d bytes, it holds %d".formatted(covered, dataLength));
    }
    return entries;
  }

  static GrokException malformed(Path file, String what) {
    return new GrokException("%s is not a sound safetensors file: %s".formatted(file, what));
  }

  private List<Entry> entries() {
    expect(in.nextToken() == JsonToken.START_OBJECT, "its header is not a JSON object");
    List<Entry> entries = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      expect(in.nextToken() == JsonToken.START_OBJECT, "entry '" + name + "' is not an object");
      if (name.equals(METADATA)) {
        in.skipChildren();
      } else {
        entries.add(entry(name));
      }
    }
    expect(in.nextToken() == null, "its header goes on after the JSON object");
    return entries;
  }

  private Entry entry(String name) {
    String dtype = "";
    long[] shape = {-1};
    long[] offsets = {};
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String key = in.currentName();
      JsonToken token = in.nextToken();
      switch (key) {
        case "dtype" -> {
          expect(token == JsonToken.VALUE_STRING, "dtype of '" + name + "' is not a string");
          dtype = in.getString();
        }
        case "shape" -> shape = longs(name, key);
        case "data_offsets" -> offsets = longs(name, key);
        default -> throw malformed(file, "tensor '%s' has a key '%s'".formatted(name, key));
      }
    }
    Type type = type(name, dtype);
    expect(offsets.length == 2, "tensor '" + name + "' has no begin and end in data_offsets");
    long elements = 1;
    for (long axis : shape) {
      expect(
          axis >= 0 && axis <= Integer.MAX_VALUE,
          "tensor '%s' has shape %s".formatted(name, Arrays.toString(shape)));
      elements = saturatingProduct(elements, axis);
    }
    long bytes = saturatingProduct(elements, type.bytes);
    expect(
        offsets[0] >= 0 && offsets[1] >= offsets[0] && offsets[1] - offsets[0] == bytes,
        "tensor '%s' of shape %s and dtype %s takes %d bytes, its offsets are %s"
            .formatted(name, Arrays.toString(shape), dtype, bytes, Arrays.toString(offsets)));
    expect(bytes <= Integer.MAX_VALUE - 8, "tensor '%s' is larger than 2 GiB".formatted(name));
    int[] axes = Arrays.stream(shape).mapToInt(axis -> (int) axis).toArray();
    return new Entry(name, type, axes, offsets[0], offsets[1]);
  }

  private Type type(String name, String dtype) {
    for (Type type : Type.values()) {
      if (type.name().equals(dtype)) {
        return type;
      }
    }
    String known = Arrays.stream(Type.values()).map(Type::name).collect(Collectors.joining(", "));
    throw new GrokException(
        "%s: tensor '%s' has dtype '%s'; supported are %s".formatted(file, name, dtype, known));
  }

  private long[] longs(String name, String key) {
    expect(in.currentToken() == JsonToken.START_ARRAY, key + " of '" + name + "' is no array");
    long[] values = new long[MAX_AXES];
    int n = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      expect(
          in.currentToken() == JsonToken.VALUE_NUMBER_INT && n < MAX_AXES,
          "%s of '%s' is not a list of at most %d whole numbers".formatted(key, name, MAX_AXES));
      values[n++] = in.getLongValue();
    }
    return Arrays.copyOf(values, n);
  }

  private static long saturatingProduct(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  private void expect(boolean condition, String otherwise) {
    if (!condition) {
      throw malformed(file, otherwise);
    }
  }
}
