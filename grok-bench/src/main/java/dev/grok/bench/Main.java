package dev.grok.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a set of benchmarks and writes its results. */
@Command(
    name = "bench",
    description = "Measures kernels, training steps and diagrams beside the limits of the machine.",
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
  @Parameters(index = "0", description = "short (about five minutes), full, or smoke")
  private String set = "short";

  @Option(
      names = "--out",
      description = "directory of results.json and table.md; made if need be (${DEFAULT-VALUE})")
  private Path out = Path.of("bench-results");

  @Option(
      names = "--python",
      description =
          "a Python with PyTorch, whose steps are then measured too; without it they are left out")
  private String python = "";

  @Option(names = "--only", description = "only benchmark classes whose name has this part")
  private String only = "";

  /** Runs it. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, RunnerException, InterruptedException {
    BenchmarkSet chosen;
    try {
      chosen = BenchmarkSet.valueOf(set.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      System.err.println("bench: there is no set '%s': short, full or smoke".formatted(set));
      return CommandLine.ExitCode.USAGE;
    }
    Machine machine = Machine.now();
    System.out.println(machine.line());
    List<Row> rows = new ArrayList<>(run(chosen, machine.cores()));
    rows.addAll(PyTorch.run(python, chosen, machine.cores()));
    Results results = new Results(machine, Limits.of(rows), rows);
    Files.createDirectories(out);
    results.write(out.resolve("results.json"), out.resolve("table.md"));
    System.out.println(results.table());
    System.out.println("written to " + out);
    return CommandLine.ExitCode.OK;
  }

  private List<Row> run(BenchmarkSet chosen, int cores) throws RunnerException {
    List<Row> rows = new ArrayList<>();
    List<String> found = OpenBackend.found(line -> System.out.println("left out: " + line));
    for (Options part : chosen.parts(found, cores)) {
      if (part.getIncludes().stream().noneMatch(name -> name.contains(only))
          && !part.getIncludes().get(0).contains("Roofline")) {
        continue;
      }
      try {
        new Runner(part).run().forEach(result -> rows.add(Row.of(result)));
      } catch (NoBenchmarksException e) {
        System.out.println(
            "left out: %s (built without the profile peers)".formatted(part.getIncludes()));
      }
    }
    return rows;
  }
}
