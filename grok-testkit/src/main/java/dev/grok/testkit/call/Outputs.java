package dev.grok.testkit.call;

import java.util.Map;
import java.util.function.BiConsumer;

/** What a call left in its outputs, by operand. */
public record Outputs(Map<String, Contents> byName) {
  public Contents get(String name) {
    Contents values = byName.get(name);
    if (values == null) {
      throw new IllegalArgumentException("there is no output " + name);
    }
    return values;
  }

  public void forEach(BiConsumer<String, Contents> action) {
    byName.forEach(action);
  }
}
