package dev.grok.bench.gpu;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One part of a session on a GPU. Its arguments are the part, the size of the session, and the file
 * that gets a JSON line for every result.
 */
public final class GpuSession {
  private GpuSession() {}

  /** Runs the part; exits with 1 if something in it failed. */
  public static void main(String[] arguments) throws IOException {
    SessionContext context =
        new SessionContext(
            // Another backend than cuda only to try this program.
            System.getProperty("grok.test.backend", "cuda"),
            System.getProperty("grok.cuda.matmul", "auto"),
            SessionSize.valueOf(arguments[1].toUpperCase(Locale.ROOT)),
            new ResultLines(Path.of(arguments[2])));
    System.exit(run(arguments[0], context) ? 0 : 1);
  }

  /** Whether everything in the part passed. */
  static boolean run(String part, SessionContext context) throws IOException {
    return switch (part) {
      case "machine" -> machine(context);
      case "contract" -> ContractCheck.run(context);
      case "traces" -> TraceCheck.run(context);
      case "agreement" -> AgreementCheck.run(context);
      case "law" -> ReplicaLawCheck.run(context);
      case "bench" -> {
        StepTimings.run(context);
        KernelTimings.run(context);
        yield true;
      }
      case "table" -> {
        context.results().print();
        yield true;
      }
      default -> throw new IllegalArgumentException("no part " + part);
    };
  }

  /** Prints what is here; false if the backend under test is not. */
  private static boolean machine(SessionContext context) {
    Backends.report().forEach(candidate -> System.out.println(candidate.line()));
    try (Backend opened = context.open()) {
      System.out.println(opened + ", " + opened.preferredReplicas() + " replicas preferred");
      return true;
    } catch (GrokException e) {
      System.out.println(e.getMessage());
      return false;
    }
  }
}
