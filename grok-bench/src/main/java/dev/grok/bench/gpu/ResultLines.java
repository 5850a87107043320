package dev.grok.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** A file of JSON lines, to which peers.py adds its own, and the table made of them. */
final class ResultLines {
  private final Path file;
  private final JsonMapper json = new JsonMapper();

  ResultLines(Path file) {
    this.file = file;
  }

  void add(Map<String, ?> row) throws IOException {
    Files.writeString(
        file,
        json.writeValueAsString(new TreeMap<>(row)) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Adds and prints a timing in the form of peers.py. */
  void timing(String peer, String work, int replicas, double seconds) throws IOException {
    System.out.printf("%-28s %-40s R=%-5d %.4f ms%n", peer, work, replicas, seconds * 1e3);
    add(
        Map.of(
            "peer", peer,
            "work", work,
            "replicas", replicas,
            "ms_per_step", seconds * 1e3,
            "replica_steps_per_s", replicas / seconds));
  }

  /** Prints the checks, then milliseconds with work and replicas by row and peers by column. */
  void print() throws IOException {
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    Set<String> columns = new LinkedHashSet<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.startsWith("{")) {
        continue; // A peer's libraries print lines of their own.
      }
      Map<?, ?> row = json.readValue(line, Map.class);
      if (row.get("ms_per_step") instanceof Number time) {
        String column = String.valueOf(row.get("peer"));
        columns.add(column);
        rows.computeIfAbsent(
                row.get("work") + ", R = " + row.get("replicas"), key -> new LinkedHashMap<>())
            .put(column, time.doubleValue());
      } else {
        System.out.println(line);
      }
    }
    if (!rows.isEmpty()) {
      printTimings(rows, columns);
    }
  }

  private static void printTimings(Map<String, Map<String, Double>> rows, Set<String> columns) {
    System.out.println("\nMilliseconds a step:\n\n| work | " + String.join(" | ", columns) + " |");
    System.out.println("|---|" + "---:|".repeat(columns.size()));
    rows.forEach(
        (work, times) -> {
          StringBuilder text = new StringBuilder("| " + work + " |");
          for (String column : columns) {
            Double time = times.get(column);
            text.append(time == null ? " |" : " %.4f |".formatted(time));
          }
          System.out.println(text);
        });
  }
}
