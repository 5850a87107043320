package dev.grok.lab.sweep;

import dev.grok.models.train.Phase;
import java.util.Locale;
import java.util.Optional;

/**
 * A map of phases for a terminal: C, G, M and X (confusion) by majority, small where a phase is
 * inferred or seeds are still missing, a dot where nothing is known. The last axis runs to the
 * right, all others downwards.
 */
public final class TerminalMap {
  private static final int MOST_ROWS = 50;
  private static final int MOST_COLUMNS = 120;
  private static final String[] COLORS = {"30;42", "30;43", "97;45", "97;40"};
  private static final String LETTERS = "CGMX";

  private TerminalMap() {}

  /** In letters. */
  public static String plain(PhaseMap map) {
    return draw(map, false);
  }

  /** In letters on colours; empty if it is too large for a terminal. */
  public static String ansi(PhaseMap map) {
    int columns = columns(map);
    return columns > MOST_COLUMNS || map.gridPoints() / columns > MOST_ROWS ? "" : draw(map, true);
  }

  private static int columns(PhaseMap map) {
    var axes = map.results().plan().sweep().axes();
    return axes.isEmpty() ? 1 : axes.get(axes.size() - 1).points();
  }

  private static String draw(PhaseMap map, boolean colors) {
    StringBuilder text = new StringBuilder();
    int columns = columns(map);
    for (int g = 0; g < map.gridPoints(); g++) {
      Optional<Phase> phase = map.majority(g);
      String letter = phase.map(p -> letter(p)).orElse(".");
      if (map.counts(g).total() < map.seeds()) {
        letter = letter.toLowerCase(Locale.ROOT);
      }
      text.append(
          colors && phase.isPresent()
              ? "\u001b[%sm%s\u001b[0m".formatted(COLORS[phase.get().ordinal()], letter)
              : letter);
      text.append((g + 1) % columns == 0 ? "\n" : "");
    }
    return text.toString();
  }

  private static String letter(Phase phase) {
    return LETTERS.substring(phase.ordinal(), phase.ordinal() + 1);
  }
}
