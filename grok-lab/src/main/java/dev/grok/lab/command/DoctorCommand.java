package dev.grok.lab.command;

import dev.grok.api.backend.BackendUnavailableException;
import dev.grok.api.backend.Backends;
import dev.grok.lab.command.shared.BackendOption;
import dev.grok.lab.command.shared.OutputOption;
import dev.grok.lab.command.shared.ResultCommand;
import dev.grok.lab.run.Environment;
import dev.grok.lab.run.Environment.BackendCandidate;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code grok doctor}: exit code 1 if no backend can be chosen. */
@Command(name = "doctor", description = "Show this machine, the backends, and which is chosen.")
final class DoctorCommand extends ResultCommand<DoctorCommand.Diagnosis> {
  @Mixin private final BackendOption backend = new BackendOption();

  /**
   * What doctor says.
   *
   * @param chosen name of the chosen backend; empty if none can be
   * @param reason why, or why none
   * @param writes where runs are written by default
   */
  record Diagnosis(Environment environment, String chosen, String reason, String writes) {}

  @Override
  protected Diagnosis compute() {
    String chosen = "";
    String reason;
    try {
      Backends.Choice choice = backend.choice();
      chosen = choice.name();
      reason = choice.reason();
    } catch (BackendUnavailableException e) {
      reason = String.valueOf(e.getMessage());
    }
    return new Diagnosis(
        Environment.now(), chosen, reason, Path.of(OutputOption.ROOT).toAbsolutePath().toString());
  }

  @Override
  protected int exitCode(Diagnosis diagnosis) {
    return diagnosis.chosen().isEmpty() ? 1 : 0;
  }

  @Override
  protected String text(Diagnosis diagnosis) {
    Environment machine = diagnosis.environment();
    StringBuilder text = new StringBuilder();
    line(text, "grok", "%s, commit %s".formatted(machine.grok(), machine.commit()));
    line(text, "Java", machine.java());
    line(text, "JVM", machine.jvm());
    line(text, "runs from", machine.modules());
    line(text, "Vector API", machine.vectorApi() ? "present" : "absent: the CPU backend is scalar");
    line(text, "OS", machine.os());
    line(text, "CPU", "%s, %d cores".formatted(machine.cpu(), machine.cores()));
    line(
        text,
        "memory",
        "%.1f GiB, heap up to %.1f GiB"
            .formatted(gibibytes(machine.memoryBytes()), gibibytes(machine.heapBytes())));
    line(text, "writes to", diagnosis.writes());
    for (BackendCandidate candidate : machine.candidates()) {
      line(text, "backend", describe(candidate));
    }
    String chosen = diagnosis.chosen().isEmpty() ? "none" : diagnosis.chosen();
    line(text, "chosen", chosen + " (" + diagnosis.reason() + ")");
    return text.toString();
  }

  private static String describe(BackendCandidate candidate) {
    return candidate.available()
        ? "%s: available: %s".formatted(candidate.name(), candidate.detail())
        : "%s: unavailable (%s): %s; %s"
            .formatted(candidate.name(), candidate.code(), candidate.detail(), candidate.remedy());
  }

  private static double gibibytes(long bytes) {
    return bytes / (double) (1 << 30);
  }

  private static void line(StringBuilder text, String what, String value) {
    text.append("%-12s%s%n".formatted(what, value));
  }
}
