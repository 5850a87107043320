package dev.grok.lab.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;

/** The configuration and the identity of each cell of a sweep. */
public final class CellConfigs {
  private static final double EXACT = 1L << 53;

  private final SweepConfig sweep;
  private final JsonNode base;
  private final List<List<JsonNode>> values = new ArrayList<>();

  /**
   * @throws UsageException if an axis sets an unknown key
   */
  public CellConfigs(SweepConfig sweep) {
    this.sweep = sweep;
    base = Json.MAPPER.valueToTree(sweep.base());
    for (SweepAxis axis : sweep.axes()) {
      values.add(axis.values());
      JsonNode trial = base.deepCopy();
      for (String key : axis.keys()) {
        Settings.set("an axis", trial, RunConfig.class, key, axis.values().get(0));
      }
    }
  }

  /** The value of an axis at a grid point, as it was given. */
  public JsonNode value(int axis, int place) {
    return values.get(axis).get(place);
  }

  /**
   * A cell's configuration: the base with the axes' values and one seed.
   *
   * @throws UsageException if the values do not make a sound one
   */
  public RunConfig config(int cell) {
    int seeds = sweep.base().seeds().size();
    int[] place = sweep.place(cell / seeds);
    JsonNode tree = base.deepCopy();
    StringBuilder what = new StringBuilder("cell ").append(cell);
    for (int a = 0; a < place.length; a++) {
      JsonNode value = values.get(a).get(place[a]);
      for (String key : sweep.axes().get(a).keys()) {
        Settings.put(tree, key, fitting(tree, key, value));
        what.append(a == 0 ? " (" : ", ").append(key).append('=').append(value);
      }
    }
    Settings.put(
        tree,
        "seeds",
        Json.MAPPER.createArrayNode().add(sweep.base().seeds().get(cell % seeds).longValue()));
    what.append(place.length == 0 ? "" : ")");
    return Settings.bind(what.toString(), tree, List.of(), RunConfig.class);
  }

  /** Whole numbers for keys that hold whole numbers. */
  private static JsonNode fitting(JsonNode tree, String key, JsonNode value) {
    JsonNode present = Settings.at(tree, key);
    boolean whole =
        value.isNumber()
            && Math.rint(value.doubleValue()) == value.doubleValue()
            && Math.abs(value.doubleValue()) <= EXACT;
    return present.isIntegralNumber() && whole ? LongNode.valueOf(value.longValue()) : value;
  }

  /**
   * A cell's identity: the first 128 bits of the SHA-256 of all that decides its result, as
   * canonical JSON. Names and descriptions are no part of it.
   *
   * @return 32 hexadecimal digits
   */
  public static String id(RunConfig config) {
    return digest(Json.line(config.unnamed()).getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  /** SHA-256 in hexadecimal digits. */
  public static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
