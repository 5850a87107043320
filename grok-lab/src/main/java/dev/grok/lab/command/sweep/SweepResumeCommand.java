package dev.grok.lab.command.sweep;

import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.sweep.SweepDirectory;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "resume",
    description = "Go on with a sweep that was interrupted; it ends with the same bits.")
final class SweepResumeCommand extends ConsoleCommand implements Runnable {
  @Parameters(paramLabel = "DIR", description = "The sweep's directory.")
  private Path directory = Path.of("");

  @Mixin private final SweepTrainOptions options = new SweepTrainOptions();

  @Override
  public void run() {
    options.train(console(), commandLine(), () -> SweepDirectory.existing(directory));
  }
}
