package dev.grok.lab.console;

import java.util.Locale;

/** How constants are written for people. */
public final class Names {
  private Names() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
