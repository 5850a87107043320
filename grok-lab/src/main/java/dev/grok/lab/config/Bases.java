package dev.grok.lab.config;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Configurations that say only what differs. {@code "base"} is the configuration of a run: the name
 * of a preset, a file, or a whole one; {@code "set"} is an object that changes it, by dotted or
 * nested keys. A base may have a base of its own.
 */
final class Bases {
  private static final String BASE = "base";
  private static final String SET = "set";

  private Bases() {}

  /**
   * The whole configuration of a run. What stands beside base and set takes the place of what the
   * base has.
   */
  static JsonNode run(Presets.Source source) {
    return run(source, new ArrayList<>());
  }

  private static JsonNode run(Presets.Source source, List<String> path) {
    path.add(source.origin());
    JsonNode tree = Json.parse(source.origin(), source.text());
    if (!(tree instanceof ObjectNode own) || !(own.has(BASE) || own.has(SET))) {
      return tree;
    }
    resolve(source.origin(), own, path);
    JsonNode whole = own.remove(BASE);
    if (!whole.isObject()) {
      throw new UsageException(
          "%s: 'base' must be a preset, a file or an object: %s".formatted(source.origin(), whole));
    }
    Settings.merge(source.origin(), whole, RunConfig.class, own);
    return whole;
  }

  /** A sweep with a whole base, without its changes. */
  static JsonNode sweep(Presets.Source source) {
    JsonNode tree = Json.parse(source.origin(), source.text());
    if (tree instanceof ObjectNode sweep) {
      resolve(source.origin(), sweep, new ArrayList<>());
    }
    return tree;
  }

  /** Makes the base of an object whole and takes its changes out. */
  private static void resolve(String origin, ObjectNode tree, List<String> path) {
    if (tree.path(BASE).isString()) {
      Presets.Source source = Presets.RUNS.source(tree.path(BASE).stringValue());
      if (path.contains(source.origin())) {
        throw new UsageException(
            "%s: its base leads back to it: %s -> %s"
                .formatted(source.origin(), String.join(" -> ", path), source.origin()));
      }
      tree.set(BASE, run(source, path));
    }
    JsonNode changes = tree.remove(SET);
    if (changes == null) {
      return;
    }
    if (!(changes instanceof ObjectNode set) || !tree.path(BASE).isObject()) {
      throw new UsageException(origin + ": 'set' must be an object that changes the base");
    }
    Settings.merge(origin + ": set", tree.path(BASE), RunConfig.class, set);
  }
}
