package dev.grok.lab.command;

import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.command.shared.OutputOption;
import dev.grok.lab.config.Configs;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.RunConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "run", description = "Train an ensemble and compare it with the theory.")
public final class RunCommand extends ConsoleCommand implements Runnable {
  @Parameters(paramLabel = "PRESET|FILE", description = "A preset (grok list), or a JSON file.")
  private String preset = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a setting, e.g. experiment.decoder.learning_rate=1e-5 or seeds=[1,2].")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description = "Start every replica from a safetensors file.")
  private @Nullable Path init;

  @Mixin private final TrainOptions options = new TrainOptions();
  @Mixin private final OutputOption output = new OutputOption();

  @Override
  public void run() {
    List<String> all = new ArrayList<>(settings);
    if (init != null) {
      all.add("initial_state=" + Json.write(init.toAbsolutePath().normalize().toString()).strip());
    }
    RunConfig config = Configs.RUNS.load(preset, all);
    options.train(console(), commandLine(), config, () -> output.open(config.name()));
  }
}
