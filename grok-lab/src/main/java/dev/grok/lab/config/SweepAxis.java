package dev.grok.lab.config;

import dev.grok.api.GrokException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;

/** One axis of a sweep: some keys of a configuration, and the values that all of them take. */
public sealed interface SweepAxis {
  int MAX_POINTS = 1_000_000;

  /** Dotted keys of a {@link RunConfig}. */
  List<String> keys();

  /** In order; numbers are doubles, unless listed. */
  List<JsonNode> values();

  int points();

  /**
   * At equal distances.
   *
   * @param keys that take the value
   * @param from first value
   * @param to last value
   * @param points number of values
   */
  record Linear(List<String> keys, double from, double to, int points) implements SweepAxis {
    public Linear {
      keys = List.copyOf(keys);
      requireKeys(keys);
      requireRange(keys, from, to, points);
    }

    @Override
    public List<JsonNode> values() {
      List<JsonNode> values = new ArrayList<>();
      for (int i = 0; i < points; i++) {
        double value = i == points - 1 ? to : from + (to - from) * i / (points - 1);
        values.add(DoubleNode.valueOf(points == 1 ? from : value));
      }
      return values;
    }
  }

  /**
   * At equal ratios.
   *
   * @param keys that take the value
   * @param from first value, positive
   * @param to last value, positive
   * @param points number of values
   */
  record Logarithmic(List<String> keys, double from, double to, int points) implements SweepAxis {
    public Logarithmic {
      keys = List.copyOf(keys);
      requireKeys(keys);
      requireRange(keys, from, to, points);
      if (!(from > 0 && to > 0)) {
        throw new GrokException(
            "a logarithmic axis needs positive ends: %s from %s to %s".formatted(keys, from, to));
      }
    }

    @Override
    public List<JsonNode> values() {
      double low = StrictMath.log10(from);
      double high = StrictMath.log10(to);
      List<JsonNode> values = new ArrayList<>();
      for (int i = 0; i < points; i++) {
        double value = from;
        if (i == points - 1 && points > 1) {
          value = to;
        } else if (i > 0) {
          value = StrictMath.pow(10, low + (high - low) * i / (points - 1));
        }
        values.add(DoubleNode.valueOf(value));
      }
      return values;
    }
  }

  /**
   * As listed.
   *
   * @param keys that take the value
   * @param values any JSON, all different
   */
  record Listed(List<String> keys, List<JsonNode> values) implements SweepAxis {
    public Listed {
      keys = List.copyOf(keys);
      values = List.copyOf(values);
      requireKeys(keys);
      requirePoints(keys, values.size());
      HashSet<JsonNode> seen = new HashSet<>();
      for (JsonNode value : values) {
        if (!seen.add(value)) {
          throw new GrokException("axis %s lists %s twice".formatted(keys, value));
        }
      }
    }

    @Override
    public int points() {
      return values.size();
    }
  }

  private static void requireKeys(List<String> keys) {
    if (keys.isEmpty() || new HashSet<>(keys).size() < keys.size()) {
      throw new GrokException("an axis needs keys, each once: " + keys);
    }
  }

  private static void requirePoints(List<String> keys, int points) {
    if (points < 1 || points > MAX_POINTS) {
      throw new GrokException(
          "an axis needs 1 to %d points: %s has %d".formatted(MAX_POINTS, keys, points));
    }
  }

  private static void requireRange(List<String> keys, double from, double to, int points) {
    requirePoints(keys, points);
    if (points > 1 && from == to) {
      throw new GrokException(
          "axis %s has %d points from %s to itself".formatted(keys, points, from));
    }
  }
}
