package dev.grok.lab.command.sweep;

import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.command.shared.OutputOption;
import dev.grok.lab.config.Configs;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.sweep.SweepDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "run", description = "Begin a sweep, or join one in its directory.")
final class SweepRunCommand extends ConsoleCommand implements Runnable {
  private static final int MOST_SEEDS = 10_000;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");

  @Parameters(
      paramLabel = "PRESET|FILE",
      description = "A preset (grok sweep list), or a JSON file.")
  private String preset = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a setting, e.g. base.steps=20000 or base.seeds=[1,2,3].")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description = "Start every cell from a safetensors file.")
  private @Nullable Path init;

  @Option(
      names = "--seeds",
      paramLabel = "FROM..TO",
      description = "Seeds of every grid point, e.g. 0..9; the same as --set base.seeds=[...].")
  private @Nullable String seeds;

  @Option(
      names = "--refine",
      description =
          "Train a coarse grid and then what is unclear: at most 40 %% of the grid points; the same"
              + " as --set refine.stride=4 --set refine.share=0.4.")
  private boolean refine;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory of the sweep; default: " + OutputOption.ROOT + "/NAME-TIME.")
  private @Nullable Path out;

  @Mixin private final SweepTrainOptions options = new SweepTrainOptions();

  @Override
  public void run() {
    List<String> all = new ArrayList<>(settings);
    if (init != null) {
      String file = init.toAbsolutePath().normalize().toString();
      all.add("base.initial_state=" + Json.line(file));
    }
    if (seeds != null) {
      all.add("base.seeds=" + Json.line(range(seeds)));
    }
    if (refine) {
      all.add("refine.stride=4");
      all.add("refine.share=0.4");
    }
    SweepConfig sweep = Configs.SWEEPS.load(preset, all);
    Path path = out != null ? out : OutputOption.fresh(sweep.name());
    options.train(console(), commandLine(), () -> SweepDirectory.create(path, sweep));
  }

  private static long[] range(String text) {
    Matcher matcher = RANGE.matcher(text);
    if (matcher.matches()) {
      long from = Long.parseLong(matcher.group(1));
      long to = Long.parseLong(matcher.group(2));
      if (from <= to && to - from < MOST_SEEDS) {
        return LongStream.rangeClosed(from, to).toArray();
      }
    }
    throw new UsageException(
        "--seeds takes FROM..TO, upwards and at most %d: %s".formatted(MOST_SEEDS, text));
  }
}
