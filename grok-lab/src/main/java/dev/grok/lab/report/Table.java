package dev.grok.lab.report;

import dev.grok.lab.console.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table of texts.
 *
 * @param caption what it shows
 * @param columns headings
 * @param rows as long as the headings
 */
public record Table(String caption, List<String> columns, List<List<String>> rows) {
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(row + " does not fit " + columns);
      }
    }
  }

  public static <R> Table of(String caption, Columns<R> columns, List<R> rows) {
    return new Table(caption, columns.names(), columns.texts(rows));
  }

  /** For a terminal: columns right-aligned, except the first. */
  public String text() {
    List<List<String>> all = new ArrayList<>(rows);
    all.add(0, columns);
    return Columns.lines(all, true);
  }

  /** The same without the columns that hold nothing but the given cell. */
  public Table withoutEmptyColumns(String nothing) {
    List<Integer> kept =
        IntStream.range(0, columns.size())
            .filter(c -> rows.isEmpty() || !rows.stream().allMatch(r -> r.get(c).equals(nothing)))
            .boxed()
            .toList();
    return new Table(
        caption,
        kept.stream().map(columns::get).toList(),
        rows.stream().map(row -> kept.stream().map(row::get).toList()).toList());
  }
}
