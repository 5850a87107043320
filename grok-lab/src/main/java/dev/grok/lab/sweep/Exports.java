package dev.grok.lab.sweep;

import dev.grok.lab.config.Json;
import dev.grok.lab.config.SweepAxis;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.sweep.PhaseMap.Which;
import dev.grok.models.train.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The tables of a sweep. The same results give the same bytes. */
public final class Exports {
  /** A phase that is not known, or a step that was not reached, in the arrays. */
  private static final int NONE = -1;

  /** What makes a field of a CSV file need quotes (RFC 4180). */
  private static final String SPECIAL = ",\"\n\r";

  private final PhaseMap map;
  private final SweepConfig sweep;

  public Exports(PhaseMap map) {
    this.map = map;
    sweep = map.results().plan().sweep();
  }

  /** Writes all of them into the sweep's directory. */
  public void write(SweepDirectory directory) {
    directory.write("cells.csv", this::cellsCsv);
    directory.write("cells.jsonl", this::cellsJsonl);
    directory.write("map.csv", this::mapCsv);
    directory.write("boundaries.csv", this::boundariesCsv);
    directory.write("sweep.npz", npz());
  }

  private List<String> axisNames() {
    return sweep.axes().stream().map(axis -> axis.keys().get(0)).toList();
  }

  private JsonNode value(int axis, int gridPoint) {
    return map.results().plan().configs().value(axis, sweep.place(gridPoint)[axis]);
  }

  private List<String> axisTexts(int gridPoint) {
    List<String> texts = new ArrayList<>();
    for (int a = 0; a < sweep.axes().size(); a++) {
      texts.add(text(value(a, gridPoint)));
    }
    return texts;
  }

  static String text(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }

  /** Tidy: one row a cell that has ended. */
  void cellsCsv(Consumer<String> lines) {
    List<String> head = new ArrayList<>(List.of("cell", "id"));
    head.addAll(axisNames());
    head.addAll(
        List.of(
            "seed",
            "status",
            "phase",
            "steps_to_train",
            "steps_to_validation",
            "diverged_at",
            "reason"));
    lines.accept(row(head));
    for (int cell = 0; cell < map.gridPoints() * map.seeds(); cell++) {
      Optional<CellResult> ended = map.results().get(cell);
      if (ended.isEmpty()) {
        continue;
      }
      CellResult result = ended.get();
      List<String> row = new ArrayList<>(List.of(Integer.toString(cell), result.id()));
      row.addAll(axisTexts(cell / map.seeds()));
      row.add(Long.toString(seed(cell)));
      row.add(lower(result.status()));
      row.add(result.phase(map.rule()).map(Exports::lower).orElse(""));
      row.add(step(result.train()));
      row.add(step(result.validation()));
      row.add(step(result.diverged()));
      row.add(result.reason());
      lines.accept(row(row));
    }
  }

  private long seed(int cell) {
    return sweep.base().seeds().get(cell % map.seeds());
  }

  private static String step(long step) {
    return step == CellResult.NEVER ? "" : Long.toString(step);
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String row(List<String> fields) {
    return fields.stream().map(Exports::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String field) {
    boolean plain = true;
    for (int i = 0; i < field.length() && plain; i++) {
      plain = SPECIAL.indexOf(field.charAt(i)) < 0;
    }
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  /** One object a cell that has ended; what was not reached is null. */
  void cellsJsonl(Consumer<String> lines) {
    for (int cell = 0; cell < map.gridPoints() * map.seeds(); cell++) {
      Optional<CellResult> ended = map.results().get(cell);
      if (ended.isPresent()) {
        CellResult result = ended.get();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("cell", cell);
        object.put("id", result.id());
        for (int a = 0; a < sweep.axes().size(); a++) {
          object.put(axisNames().get(a), value(a, cell / map.seeds()));
        }
        object.put("seed", seed(cell));
        object.put("status", lower(result.status()));
        object.put("phase", result.phase(map.rule()).map(Exports::lower));
        object.put("steps_to_train", optional(result.train()));
        object.put("steps_to_validation", optional(result.validation()));
        object.put("diverged_at", optional(result.diverged()));
        object.put("reason", result.reason());
        lines.accept(Json.line(object) + "\n");
      }
    }
  }

  private static OptionalLong optional(long step) {
    return step == CellResult.NEVER ? OptionalLong.empty() : OptionalLong.of(step);
  }

  /** One row a grid point whose phase is known: phases over seeds, medians of steps. */
  void mapCsv(Consumer<String> lines) {
    List<String> head = new ArrayList<>(axisNames());
    head.addAll(List.of("majority", "inferred", "seeds"));
    for (Phase phase : Phase.values()) {
      head.add(lower(phase));
    }
    for (Which which : Which.values()) {
      head.add("median_steps_to_" + lower(which));
      head.add("reached_" + lower(which));
    }
    lines.accept(row(head));
    for (int g = 0; g < map.gridPoints(); g++) {
      Optional<Phase> majority = map.majority(g);
      if (majority.isEmpty()) {
        continue;
      }
      List<String> row = new ArrayList<>(axisTexts(g));
      row.add(lower(majority.get()));
      row.add(Boolean.toString(map.isInferred(g)));
      PhaseCounts counts = map.counts(g);
      row.add(Integer.toString(counts.total()));
      for (int count : counts.counts()) {
        row.add(Integer.toString(count));
      }
      for (Which which : Which.values()) {
        OptionalLong median = map.medianSteps(g, which);
        row.add(median.isPresent() ? Long.toString(median.getAsLong()) : "");
        row.add(Integer.toString(map.reached(g, which)));
      }
      lines.accept(row(row));
    }
  }

  /** One row where two neighboring grid points have different phases. */
  void boundariesCsv(Consumer<String> lines) {
    lines.accept(row(List.of("axis", "at", "phase", "other_phase", "place")));
    for (Boundaries.Edge edge : Boundaries.of(map)) {
      lines.accept(
          row(
              List.of(
                  axisNames().get(edge.axis()),
                  Double.isNaN(edge.position()) ? "" : Double.toString(edge.position()),
                  lower(edge.phase()),
                  lower(edge.other()),
                  String.join(" ", axisTexts(edge.from())))));
    }
  }

  /**
   * Arrays over the axes and the seeds: {@code phase} (0 to 3 in the order of {@code phases}, -1
   * unknown), {@code steps_to_train}, {@code steps_to_validation}, {@code diverged_at} (-1 not),
   * and {@code axis_0}, ..., {@code seeds}, {@code keys}.
   */
  byte[] npz() {
    int cells = map.gridPoints() * map.seeds();
    int[] shape = new int[sweep.axes().size() + 1];
    for (int a = 0; a < sweep.axes().size(); a++) {
      shape[a] = sweep.axes().get(a).points();
    }
    shape[shape.length - 1] = map.seeds();
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
    for (int a = 0; a < sweep.axes().size(); a++) {
      putAxis(npz, a, sweep.axes().get(a));
    }
    return npz.longs(
            "seeds",
            sweep.base().seeds().stream().mapToLong(Long::longValue).toArray(),
            map.seeds())
        .texts("keys", axisNames(), axisNames().size())
        .texts(
            "phases",
            List.of(Phase.values()).stream().map(Exports::lower).toList(),
            Phase.values().length)
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
