package dev.grok.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A run's results as JSON, and as a table with fractions of limits and ratios to peers. */
record Results(Machine machine, Limits limits, List<Row> rows) {
  private static final double KILO = 1e3;
  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;

  /** Fewer bytes per operation than this are allocated by the measuring itself. */
  private static final double NOTHING = 16;

  /** Writes both files. */
  void write(Path json, Path table) throws IOException {
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(json, mapper.writeValueAsString(this));
    Files.writeString(table, table());
  }

  /** The table in Markdown. */
  String table() {
    List<String> lines = new ArrayList<>();
    lines.add("Machine: " + machine.line());
    lines.add("");
    lines.add(
        "One core: FMA peak %.1f GFLOP/s, divisions and roots %.1f G/s, copies %s"
            .formatted(
                limits.flops() / GIGA,
                limits.divisions() / GIGA,
                limits.copies().stream()
                    .map(
                        copy ->
                            "%.0f GB/s within %s"
                                .formatted(copy.bytesPerSecond() / GIGA, size(copy.footprint())))
                    .collect(Collectors.joining(", "))));
    lines.add("");
    lines.add(
        "| work | by | threads | median | fastest | GFLOP/s | GB/s | of its limit | B/op | others / it |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    rows.stream().filter(row -> !row.by().equals("machine")).map(this::line).forEach(lines::add);
    return String.join("\n", lines) + "\n";
  }

  private String line(Row row) {
    Limits.Bound bound = limits.bound(row);
    String units =
        row.units() > 0 ? " (%s a second)".formatted(count(row.units() / row.seconds())) : "";
    return "| %s | %s | %d | %s%s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            row.work(),
            row.by(),
            row.threads(),
            time(row.seconds()),
            units,
            time(row.fastest()),
            row.flops() == 0 ? "" : number(row.flops() / row.seconds() / GIGA),
            row.bytes() == 0 ? "" : number(row.bytes() / row.seconds() / GIGA),
            bound.fraction() == 0 ? "" : "%.2f %s".formatted(bound.fraction(), bound.by()),
            allocated(row),
            ratios(row));
  }

  private static String allocated(Row row) {
    if (Double.isNaN(row.allocated())) {
      return "";
    }
    return row.allocated() < NOTHING ? "0" : number(row.allocated());
  }

  /** How many times as long others in this run take for the same work. */
  private String ratios(Row row) {
    return rows.stream()
        .filter(other -> other.work().equals(row.work()) && !other.equals(row))
        .filter(other -> other.threads() == row.threads() || other.by().equals(row.by()))
        .map(
            other ->
                "%s %.2f"
                    .formatted(
                        other.by().equals(row.by()) ? other.threads() + " threads" : other.by(),
                        other.seconds() / row.seconds()))
        .collect(Collectors.joining(", "));
  }

  private static String time(double seconds) {
    return seconds < 1 / MEGA
        ? "%.0f ns".formatted(seconds * GIGA)
        : seconds < 1 / KILO
            ? "%.2f us".formatted(seconds * MEGA)
            : "%.3f ms".formatted(seconds * KILO);
  }

  private static String size(double bytes) {
    return bytes < MEGA ? "%.0f kB".formatted(bytes / KILO) : "%.0f MB".formatted(bytes / MEGA);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }

  private static String count(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }
}
