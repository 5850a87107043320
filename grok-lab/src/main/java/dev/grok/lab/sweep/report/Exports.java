package dev.grok.lab.sweep.report;

import dev.grok.lab.config.Json;
import dev.grok.lab.config.SweepAxis;
import dev.grok.lab.console.Columns;
import dev.grok.lab.console.Names;
import dev.grok.lab.sweep.Boundaries;
import dev.grok.lab.sweep.CellResult;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.PhaseMap.Threshold;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.models.train.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The tables of a sweep. The same results give the same bytes. */
public record Exports(PhaseMap map) {
  /** A phase that is not known, or a step that was not reached, in the arrays. */
  private static final int NONE = -1;

  /** What makes a field of a CSV file need quotes (RFC 4180). */
  private static final String SPECIAL = ",\"\n\r";

  private List<String> axisNames() {
    return map.sweep().axes().stream().map(axis -> axis.keys().get(0)).toList();
  }

  /** Writes all of them into the sweep's directory. */
  public void write(SweepDirectory directory) {
    directory.write("cells.csv", this::cellsCsv);
    directory.write("cells.jsonl", this::cellsJsonl);
    directory.write("map.csv", this::mapCsv);
    directory.write("boundaries.csv", this::boundariesCsv);
    directory.write("sweep.npz", npz());
  }

  private JsonNode value(int axis, int gridPoint) {
    return map.results().plan().configs().value(axis, map.sweep().place(gridPoint)[axis]);
  }

  /** A value of an axis as a text. */
  static String text(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }

  private <R> void addAxes(Columns<R> columns, Function<R, Integer> gridPoint) {
    for (int a = 0; a < axisNames().size(); a++) {
      int axis = a;
      columns.add(axisNames().get(a), row -> value(axis, gridPoint.apply(row)));
    }
  }

  /** The columns of a cell; what was not reached is empty. */
  private Columns<CellResult> cellColumns() {
    Columns<CellResult> columns = new Columns<>();
    columns.add("cell", CellResult::cell).add("id", CellResult::id);
    addAxes(columns, result -> result.cell() / map.seeds());
    return columns
        .add("seed", result -> map.sweep().base().seeds().get(result.cell() % map.seeds()))
        .add("status", result -> Names.of(result.status()))
        .add("phase", result -> result.phase(map.rule()).map(Names::of))
        .add("steps_to_train", result -> reached(result.train()))
        .add("steps_to_validation", result -> reached(result.validation()))
        .add("diverged_at", result -> reached(result.diverged()))
        .add("reason", CellResult::reason);
  }

  private static Optional<Long> reached(long step) {
    return step == CellResult.NEVER ? Optional.empty() : Optional.of(step);
  }

  /** Tidy: one row a cell that has ended. */
  void cellsCsv(Consumer<String> lines) {
    csv(lines, cellColumns(), map.results().ended());
  }

  /** One object a cell that has ended; what was not reached is null. */
  void cellsJsonl(Consumer<String> lines) {
    Columns<CellResult> columns = cellColumns();
    map.results()
        .ended()
        .forEach(
            result -> {
              List<Object> values = columns.values(result);
              Map<String, Object> object = new LinkedHashMap<>();
              for (int i = 0; i < values.size(); i++) {
                object.put(columns.names().get(i), values.get(i));
              }
              lines.accept(Json.line(object) + "\n");
            });
  }

  /** One row a grid point whose phase is known: phases over seeds, medians of steps. */
  void mapCsv(Consumer<String> lines) {
    Columns<Integer> columns = new Columns<>();
    addAxes(columns, gridPoint -> gridPoint);
    columns.add("majority", g -> map.majority(g).map(Names::of));
    columns.add("inferred", map::isInferred);
    columns.add("seeds", g -> map.counts(g).total());
    for (Phase phase : Phase.values()) {
      columns.add(Names.of(phase), g -> map.counts(g).counts()[phase.ordinal()]);
    }
    for (Threshold threshold : Threshold.values()) {
      columns.add("median_steps_to_" + Names.of(threshold), g -> median(g, threshold));
      columns.add("reached_" + Names.of(threshold), g -> map.reached(g, threshold));
    }
    csv(
        lines,
        columns,
        IntStream.range(0, map.gridPoints()).boxed().filter(g -> map.majority(g).isPresent()));
  }

  private Optional<Long> median(int gridPoint, Threshold threshold) {
    OptionalLong median = map.medianSteps(gridPoint, threshold);
    return median.isPresent() ? Optional.of(median.getAsLong()) : Optional.empty();
  }

  /** One row where two neighboring grid points have different phases. */
  void boundariesCsv(Consumer<String> lines) {
    Columns<Boundaries.Edge> columns = new Columns<>();
    columns.add("axis", edge -> axisNames().get(edge.axis()));
    columns.add("at", edge -> Optional.of(edge.position()).filter(at -> !at.isNaN()));
    columns.add("phase", edge -> Names.of(edge.phase()));
    columns.add("other_phase", edge -> Names.of(edge.other()));
    columns.add("place", edge -> place(edge.from()));
    csv(lines, columns, Boundaries.of(map).stream());
  }

  private String place(int gridPoint) {
    return IntStream.range(0, axisNames().size())
        .mapToObj(a -> text(value(a, gridPoint)))
        .collect(Collectors.joining(" "));
  }

  private static <R> void csv(Consumer<String> lines, Columns<R> columns, Stream<R> rows) {
    lines.accept(line(columns.names().stream()));
    rows.forEach(row -> lines.accept(line(columns.values(row).stream())));
  }

  private static String line(Stream<?> fields) {
    return fields.map(Exports::field).collect(Collectors.joining(",", "", "\n"));
  }

  private static String field(Object value) {
    String text =
        value instanceof JsonNode node
            ? text(node)
            : value instanceof Optional<?> maybe
                ? maybe.map(String::valueOf).orElse("")
                : String.valueOf(value);
    return text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0)
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }

  /**
   * Arrays over the axes and the seeds: {@code phase} (0 to 3 in the order of {@code phases}, -1
   * unknown), {@code steps_to_train}, {@code steps_to_validation}, {@code diverged_at} (-1 not),
   * and {@code axis_0}, ..., {@code seeds}, {@code keys}.
   */
  public byte[] npz() {
    int cells = map.gridPoints() * map.seeds();
    int[] shape =
        IntStream.concat(
                map.sweep().axes().stream().mapToInt(SweepAxis::points), IntStream.of(map.seeds()))
            .toArray();
    byte[] phases = new byte[cells];
    long[][] steps = new long[3][cells];
    for (int cell = 0; cell < cells; cell++) {
      CellResult result = map.results().get(cell).orElse(null);
      phases[cell] = map.phase(cell).map(p -> (byte) p.ordinal()).orElse((byte) NONE);
      steps[0][cell] = result == null ? NONE : result.train();
      steps[1][cell] = result == null ? NONE : result.validation();
      steps[2][cell] = result == null ? NONE : result.diverged();
    }
    Npz npz =
        new Npz()
            .bytes("phase", phases, shape)
            .longs("steps_to_train", steps[0], shape)
            .longs("steps_to_validation", steps[1], shape)
            .longs("diverged_at", steps[2], shape);
    for (int a = 0; a < map.sweep().axes().size(); a++) {
      putAxis(npz, a, map.sweep().axes().get(a));
    }
    return npz.longs(
            "seeds",
            map.sweep().base().seeds().stream().mapToLong(Long::longValue).toArray(),
            map.seeds())
        .texts("keys", axisNames(), axisNames().size())
        .texts("phases", Stream.of(Phase.values()).map(Names::of).toList(), Phase.values().length)
        .toByteArray();
  }

  private static void putAxis(Npz npz, int index, SweepAxis axis) {
    List<JsonNode> values = axis.values();
    if (values.stream().allMatch(JsonNode::isNumber)) {
      double[] numbers = values.stream().mapToDouble(JsonNode::doubleValue).toArray();
      npz.doubles("axis_" + index, numbers, numbers.length);
    } else {
      npz.texts("axis_" + index, values.stream().map(Exports::text).toList(), values.size());
    }
  }
}
