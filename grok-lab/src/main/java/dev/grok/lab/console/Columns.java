package dev.grok.lab.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The columns of a table: their names, and what each shows of a row.
 *
 * @param <R> a row
 */
public final class Columns<R> {
  private final List<String> names = new ArrayList<>();
  private final List<Function<R, ?>> values = new ArrayList<>();

  public Columns<R> add(String name, Function<R, ?> value) {
    names.add(name);
    values.add(value);
    return this;
  }

  public List<String> names() {
    return names;
  }

  /** What a row shows, column by column. */
  public List<Object> values(R row) {
    List<Object> shown = new ArrayList<>();
    values.forEach(value -> shown.add(value.apply(row)));
    return shown;
  }

  /** The same of many rows as texts; floating-point numbers with four significant digits. */
  public List<List<String>> texts(List<R> rows) {
    return rows.stream().map(row -> values(row).stream().map(Columns::cell).toList()).toList();
  }

  private static String cell(Object value) {
    return value instanceof Double number ? number(number) : String.valueOf(value);
  }

  /** A table of some rows for a terminal, aligned at the right. */
  public String text(List<R> rows) {
    List<List<String>> cells = new ArrayList<>(texts(rows));
    cells.add(0, names);
    return lines(cells, false);
  }

  /** Four significant digits; infinity is "never". */
  public static String number(double value) {
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

  /**
   * Rows of cells as lines, the cells of a column below each other.
   *
   * @param firstLeft whether the first column is aligned at the left; all others are at the right
   */
  public static String lines(List<List<String>> rows, boolean firstLeft) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? "" : "  ");
        line.append(i == 0 && firstLeft ? row.get(i) + pad : pad + row.get(i));
      }
      text.append(firstLeft ? line.toString().stripTrailing() : line).append('\n');
    }
    return text.toString();
  }
}
