import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.GrokException;
import dev.grok.api.backend.MemoryScope;
import dev.grok.testkit.ContractRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One part of a session on a GPU: its name, how much of it, and the file that gets a JSON line for
 * every result.
 */
public final class GpuSession {
  private GpuSession() {}

  /** The backend under test; another one than cuda only to try this program. */
  static String backend() {
    return System.getProperty("grok.test.backend", "cuda");
  }

  /** Who multiplies matrices. */
  static String matmul() {
    return System.getProperty("grok.cuda.matmul", "auto");
  }

  public static void main(String[] arguments) throws IOException {
    Scale scale = Scale.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    Results results = new Results(Path.of(arguments[2]));
    boolean passed =
        switch (arguments[0]) {
          case "machine" -> machine();
          case "contract" -> contract(results);
          case "traces" -> Traces.run(results, scale);
          case "agreement" -> Agreement.run(results, scale);
          case "law" -> Law.run(results, scale);
          case "bench" -> Bench.run(results, scale);
          case "table" -> results.print();
          default -> throw new IllegalArgumentException("no part " + arguments[0]);
        };
    System.exit(passed ? 0 : 1);
  }

  /** What is here; false if the backend under test is not. */
  private static boolean machine() {
    Backends.report().forEach(candidate -> System.out.println(candidate.line()));
    try (Backend opened = Backends.open(backend())) {
      System.out.println(opened + ", " + opened.preferredReplicas() + " replicas preferred");
      return true;
    } catch (GrokException e) {
      System.out.println(e.getMessage());
      return false;
    }
  }

  /** The device cannot be used by this process any more. */
  private static final class DeadDevice extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadDevice(GrokException why) {
      super(why);
    }
  }

  private static boolean contract(Results results) throws IOException {
    String name = "contract, matmul " + matmul();
    List<String> failures = new ArrayList<>();
    try {
      ContractRunner.Summary summary =
          ContractRunner.run(
              () -> Backends.open(backend()),
              outcome -> {
                if (!outcome.passed()) {
                  failures.add(
                      outcome.group() + "." + outcome.test() + ": " + outcome.sentence());
                  requireAlive();
                }
              });
      failures.forEach(System.out::println);
      System.out.printf("%s: %d passed, %d failed%n", name, summary.passed(), summary.failed());
      results.add(Map.of("check", name, "passed", summary.passed(), "failed", summary.failed()));
      return summary.failed() == 0;
    } catch (DeadDevice dead) {
      String last = failures.get(failures.size() - 1);
      failures.forEach(System.out::println);
      System.out.printf(
          "%s: stopped after the last of these: every later test would fail (%s)%n"
              + "JAVA_TOOL_OPTIONS=-Dgrok.cuda.check=true makes the sentence name the kernel%n",
          name, dead.getCause().getMessage());
      results.add(Map.of("check", name, "stopped_by", last));
      return false;
    }
  }

  /** An illegal access and its kind end a process's use of the device, whatever it opens anew. */
  private static void requireAlive() {
    try (Backend fresh = Backends.open(backend());
        MemoryScope scope = fresh.scope("still alive")) {
      scope.floats("tensor", 1).floats();
    } catch (GrokException dead) {
      throw new DeadDevice(dead);
    }
  }
}
