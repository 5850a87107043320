package dev.grok.lab.command;

import dev.grok.lab.sweep.SweepDirectory;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code grok sweep resume}. */
@Command(
    name = "resume",
    description = "Go on with a sweep that was interrupted; it ends with the same bits.")
final class SweepResumeCommand implements Runnable {
  private final Console console;
  private final String commandLine;

  @Parameters(paramLabel = "DIR", description = "The sweep's directory.")
  private Path directory = Path.of("");

  @Mixin private final SweepTrainOptions options = new SweepTrainOptions();

  SweepResumeCommand(Console console, String commandLine) {
    this.console = console;
    this.commandLine = commandLine;
  }

  @Override
  public void run() {
    options.train(console, commandLine, () -> SweepDirectory.existing(directory));
  }
}
