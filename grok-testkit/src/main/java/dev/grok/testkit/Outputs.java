package dev.grok.testkit;

import java.util.Map;
import java.util.function.BiConsumer;

/** What a call left in its outputs, by operand. */
record Outputs(Map<String, Values> byName) {
  Values get(String name) {
    Values values = byName.get(name);
    if (values == null) {
      throw new IllegalArgumentException("there is no output " + name);
    }
    return values;
  }

  void forEach(BiConsumer<String, Values> action) {
    byName.forEach(action);
  }
}
