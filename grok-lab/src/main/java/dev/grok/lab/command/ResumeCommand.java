package dev.grok.lab.command;

import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.run.RunDirectory;
import dev.grok.lab.run.RunJob;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "resume",
    description = "Go on with a run that was interrupted; it ends with the same bits.")
public final class ResumeCommand extends ConsoleCommand implements Runnable {
  @Parameters(paramLabel = "DIR", description = "The run's directory.")
  private Path directory = Path.of("");

  @Mixin private final TrainOptions options = new TrainOptions();

  @Override
  public void run() {
    if (Files.exists(directory.resolve(RunJob.SUMMARY))) {
      throw new UsageException("the run in %s is complete".formatted(directory));
    }
    RunConfig config = RunJob.config(directory);
    options.train(console(), commandLine(), config, () -> RunDirectory.resume(directory));
  }
}
