package dev.grok.lab.command;

import dev.grok.lab.config.RunConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code grok resume}. */
@Command(
    name = "resume",
    description = "Go on with a run that was interrupted; it ends with the same bits.")
final class ResumeCommand implements Runnable {
  private final Console console;
  private final String commandLine;

  @Parameters(paramLabel = "DIR", description = "The run's directory.")
  private Path directory = Path.of("");

  @Mixin private final TrainOptions options = new TrainOptions();

  ResumeCommand(Console console, String commandLine) {
    this.console = console;
    this.commandLine = commandLine;
  }

  @Override
  public void run() {
    if (Files.exists(directory.resolve(RunJob.SUMMARY))) {
      throw new UsageException("the run in %s is complete".formatted(directory));
    }
    RunConfig config = RunJob.config(directory);
    options.train(console, commandLine, config, () -> RunDirectory.resume(directory));
  }
}
