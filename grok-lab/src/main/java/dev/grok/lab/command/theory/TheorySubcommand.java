package dev.grok.lab.command.theory;

import dev.grok.lab.command.shared.ResultCommand;
import dev.grok.lab.console.Columns;
import dev.grok.theory.parallelogram.Parallelogram;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

abstract class TheorySubcommand<T> extends ResultCommand<T> {
  static String name(Parallelogram q) {
    return "%d+%d=%d+%d".formatted(q.i(), q.j(), q.m(), q.n());
  }

  /** JSON has no infinity and no NaN: they are left out. */
  static OptionalDouble finite(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Every k-th of many rows: about as many as a number says, or more. */
  static <R> List<R> some(List<R> rows, int number) {
    int every = Math.max(1, rows.size() / number);
    return IntStream.range(0, rows.size()).filter(i -> i % every == 0).mapToObj(rows::get).toList();
  }

  /** A number, or another text where there is none. */
  static String or(String otherwise, OptionalDouble value) {
    return value.isPresent() ? Columns.number(value.getAsDouble()) : otherwise;
  }
}
