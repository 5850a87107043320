package dev.grok.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same steps by PyTorch, if the user names a Python that has it. */
final class PyTorch {
  private static final String SCRIPT = "steps.py";
  private static final List<String> FILES = List.of(SCRIPT, "models.py");

  private PyTorch() {}

  /** Runs the script; without a Python it prints the reason and returns no rows. */
  static List<Row> run(String python, BenchmarkSet set, int cores)
      throws IOException, InterruptedException {
    if (python.isEmpty() || set == BenchmarkSet.SMOKE) {
      System.out.println("PyTorch is left out: name a Python that has it by --python");
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      for (String file : FILES) {
        unpack(file, directory.path());
      }
      for (int threads : new int[] {1, cores}) {
        run(python, directory.path().resolve(SCRIPT), threads, rows);
      }
    }
    return rows;
  }

  private static void unpack(String file, Path directory) throws IOException {
    try (InputStream in = PyTorch.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException(file + " is missing from the jar");
      }
      Files.copy(in, directory.resolve(file));
    }
  }

  private static void run(String python, Path script, int threads, List<Row> rows)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(python, script.toString(), "--threads", String.valueOf(threads))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    JsonMapper mapper = new JsonMapper();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(line);
        JsonNode node = mapper.readTree(line);
        if (node.has("median")) {
          rows.add(row(node, threads));
        }
      }
    }
    int exit = process.waitFor();
    if (exit != 0) {
      System.out.println("%s ended with exit code %d".formatted(python, exit));
    }
  }

  private static Row row(JsonNode node, int threads) {
    return new Row(
        node.get("work").asString(),
        node.get("by").asString(),
        threads,
        node.get("median").asDouble(),
        node.get("fastest").asDouble(),
        0,
        0,
        0,
        0,
        0,
        Double.NaN);
  }
}
