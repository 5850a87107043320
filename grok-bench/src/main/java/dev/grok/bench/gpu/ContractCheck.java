package dev.grok.bench.gpu;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.testkit.ContractRunner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kernel contract, until a failure after which this process cannot use the device any more. */
final class ContractCheck {
  private ContractCheck() {}

  /** The device cannot be used by this process any more. */
  private static final class DeadDevice extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadDevice(GrokException why) {
      super(why.getMessage(), why);
    }
  }

  static boolean run(SessionContext context) throws IOException {
    String name = "contract, matmul " + context.matmul();
    List<String> failures = new ArrayList<>();
    try {
      ContractRunner.Summary summary =
          ContractRunner.run(context::open, outcome -> note(outcome, failures, context));
      failures.forEach(System.out::println);
      System.out.printf("%s: %d passed, %d failed%n", name, summary.passed(), summary.failed());
      context
          .results()
          .add(Map.of("check", name, "passed", summary.passed(), "failed", summary.failed()));
      return summary.failed() == 0;
    } catch (DeadDevice dead) {
      String last = failures.get(failures.size() - 1);
      failures.forEach(System.out::println);
      System.out.printf(
          "%s: stopped after the last of these: every later test would fail (%s)%n"
              + "JAVA_TOOL_OPTIONS=-Dgrok.cuda.check=true makes the sentence name the kernel%n",
          name, dead.getMessage());
      context.results().add(Map.of("check", name, "stopped_by", last));
      return false;
    }
  }

  private static void note(
      ContractRunner.Outcome outcome, List<String> failures, SessionContext context) {
    if (!outcome.passed()) {
      failures.add(outcome.group() + "." + outcome.test() + ": " + outcome.sentence());
      requireAlive(context);
    }
  }

  /** An illegal access and its kind end a process's use of the device, even of a fresh context. */
  private static void requireAlive(SessionContext context) {
    try (Backend fresh = context.open();
        MemoryScope scope = fresh.scope("still alive")) {
      scope.floats("tensor", 1).floats();
    } catch (GrokException dead) {
      throw new DeadDevice(dead);
    }
  }
}
