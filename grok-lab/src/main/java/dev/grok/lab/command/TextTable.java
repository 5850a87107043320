package dev.grok.lab.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of plain text: right-aligned columns under their names. */
final class TextTable {
  private final List<String[]> rows = new ArrayList<>();

  TextTable(String... header) {
    rows.add(header);
  }

  /** A row; floating-point numbers with four significant digits. */
  TextTable row(Object... cells) {
    String[] row = new String[cells.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = cells[i] instanceof Double value ? number(value) : String.valueOf(cells[i]);
    }
    rows.add(row);
    return this;
  }

  /** Four significant digits; infinity is "never". */
  static String number(double value) {
    if (value == Double.POSITIVE_INFINITY) {
      return "never";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e7) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    double size = Math.abs(value);
    return size >= 1e-3 && size < 1e6
        ? String.format(
            Locale.ROOT, "%." + Math.max(0, 3 - (int) Math.floor(Math.log10(size))) + "f", value)
        : String.format(Locale.ROOT, "%.3e", value);
  }

  @Override
  public String toString() {
    int columns = rows.get(0).length;
    int[] width = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        width[i] = Math.max(width[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        text.append(i == 0 ? "" : "  ");
        text.append(" ".repeat(width[i] - row[i].length())).append(row[i]);
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }
}
