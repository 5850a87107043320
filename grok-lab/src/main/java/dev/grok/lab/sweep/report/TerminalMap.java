package dev.grok.lab.sweep.report;

import dev.grok.lab.config.SweepAxis;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.models.train.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A map of phases for a terminal: C, G, M and X (confusion) by majority, small where a phase is
 * inferred or seeds are still missing, a dot where nothing is known. The first axis runs downwards,
 * the second one to the right; each combination of all others is a panel beside the last.
 */
public final class TerminalMap {
  private static final String[] COLORS = {"30;42", "30;43", "97;45", "97;40"};
  private static final String LETTERS = "CGMX";
  private static final int GAP = 2;

  private final PhaseMap map;
  private final boolean colors;
  private final int rows;
  private final int columns;
  private final int panels;

  private TerminalMap(PhaseMap map, boolean colors) {
    this.map = map;
    this.colors = colors;
    List<SweepAxis> axes = map.sweep().axes();
    rows = axes.size() > 1 ? axes.get(0).points() : 1;
    columns = axes.isEmpty() ? 1 : axes.get(Math.min(1, axes.size() - 1)).points();
    panels = map.gridPoints() / rows / columns;
  }

  /** In letters; empty if it is too large to be read. */
  public static String plain(PhaseMap map) {
    return new TerminalMap(map, false).draw(200, 200);
  }

  /** In letters on colors; empty if it does not fit into a terminal of that size. */
  public static String ansi(PhaseMap map, int mostRows, int mostColumns) {
    return new TerminalMap(map, true).draw(mostRows, mostColumns);
  }

  private String draw(int mostRows, int mostColumns) {
    List<String> legend = legend();
    int abreast = Math.min(panels, (mostColumns + GAP) / (columns + GAP));
    if (abreast == 0) {
      return "";
    }
    long bands = (panels + abreast - 1L) / abreast;
    if (bands * (rows + 1) - 1 + legend.size() > mostRows) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (int first = 0; first < panels; first += abreast) {
      text.append(first == 0 ? "" : "\n");
      for (int row = 0; row < rows; row++) {
        for (int panel = first; panel < Math.min(first + abreast, panels); panel++) {
          text.append(panel == first ? "" : " ".repeat(GAP));
          for (int column = 0; column < columns; column++) {
            text.append(letter((row * columns + column) * panels + panel));
          }
        }
        text.append('\n');
      }
    }
    legend.forEach(line -> text.append(line, 0, Math.min(line.length(), mostColumns)).append('\n'));
    return text.toString();
  }

  /** What the letters mean and where the axes run. */
  private List<String> legend() {
    List<String> lines = new ArrayList<>();
    String small =
        map.seeds() > 1 || map.inferred() > 0 ? "; small: not all seeds, or inferred" : "";
    lines.add("C comprehension, G grokking, M memorization, X confusion" + small);
    List<SweepAxis> axes = map.sweep().axes();
    for (int a = 0; a < axes.size(); a++) {
      List<JsonNode> values = axes.get(a).values();
      boolean panel = a > 1;
      List<JsonNode> shown =
          panel || values.size() == 1
              ? values
              : List.of(values.get(0), values.get(values.size() - 1));
      lines.add(
          "%s: %s %s"
              .formatted(
                  panel ? "panels" : a == 0 && axes.size() > 1 ? "down" : "right",
                  AxisPlaces.name(axes.get(a)),
                  shown.stream()
                      .map(Exports::text)
                      .collect(Collectors.joining(panel ? ", " : " to "))));
    }
    return lines;
  }

  private String letter(int gridPoint) {
    Optional<Phase> phase = map.majority(gridPoint);
    if (phase.isEmpty()) {
      return ".";
    }
    int number = phase.get().ordinal();
    String letter = LETTERS.substring(number, number + 1);
    if (map.counts(gridPoint).total() < map.seeds()) {
      letter = letter.toLowerCase(Locale.ROOT);
    }
    return colors ? "\u001b[%sm%s\u001b[0m".formatted(COLORS[number], letter) : letter;
  }
}
