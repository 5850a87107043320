package dev.grok.lab.command;

import dev.grok.lab.config.UsageException;
import dev.grok.lab.run.ReplicaRun;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Samples;
import dev.grok.models.train.Experiment;
import dev.grok.theory.ideal.AlexanderCheck;
import dev.grok.theory.ideal.AlexanderCheck.Excess;
import dev.grok.theory.ideal.AlexanderCheck.Verdict;
import dev.grok.theory.ideal.IdealModel;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.representation.Rqi;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code grok theory bounds}. */
@Command(
    name = "bounds",
    description =
        "Whether trained networks keep within the bounds of an ideal one (Eqs. 15-17, Fig. 10).")
final class TheoryBoundsCommand extends TheorySubcommand<TheoryBoundsCommand.Result> {
  @Option(
      names = "--sizes",
      paramLabel = "N,N,...",
      split = ",",
      defaultValue = "5,10,15,20,25,30,35,40,45,50",
      description = "Sizes of the training set (default: ${DEFAULT-VALUE}).")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Networks of each size (default: ${DEFAULT-VALUE}).")
  private int seeds = 20;

  @Mixin private final TheoryNetworks networks = new TheoryNetworks();

  TheoryBoundsCommand(Console console) {
    super(console);
  }

  /** One network. */
  record Run(long seed, int samples, double accuracy, AlexanderCheck check) {}

  /** What was found. */
  record Result(int networks, Map<Verdict, Integer> verdicts, List<Run> runs) {}

  /** The training set of a run of addition. */
  static DataSet dataSet(ReplicaRun run) {
    Samples.Symbols symbols = (Samples.Symbols) run.samples();
    return DataSet.of((AdditionTask) run.experiment().task(), symbols.split().train());
  }

  @Override
  Result compute() {
    if (seeds < 1) {
      throw new UsageException("--seeds must be positive: " + seeds);
    }
    List<Experiment> experiments = new ArrayList<>();
    for (int size : sizes) {
      for (int k = 0; k < seeds; k++) {
        experiments.add(networks.experiment(size, k));
      }
    }
    List<Run> runs = new ArrayList<>();
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    for (ReplicaRun run : networks.train(console(), experiments)) {
      DataSet d = dataSet(run);
      AlexanderCheck check =
          AlexanderCheck.of(
              d,
              new IdealModel(d),
              new Rqi(d.p(), TheoryNetworks.RQI.definition()),
              run.embeddings().get(0),
              run.embeddings().get(run.embeddings().size() - 1));
      verdicts.merge(check.verdict(), 1, Integer::sum);
      runs.add(new Run(run.experiment().seed(), d.size(), run.accuracy(), check));
    }
    return new Result(runs.size(), verdicts, runs);
  }

  @Override
  String text(Result r) {
    TextTable means =
        new TextTable(
            "N", "networks", "RQI", "bound", "predicted acc", "bound", "accuracy", "held");
    for (int size : sizes) {
      List<Run> of = r.runs().stream().filter(run -> run.samples() == size).toList();
      means.row(
          size,
          of.size(),
          of.stream().mapToDouble(x -> x.check().rqi()).average().orElse(Double.NaN),
          of.stream().mapToDouble(x -> x.check().rqiBound()).average().orElse(Double.NaN),
          of.stream().mapToDouble(x -> x.check().accuracy()).average().orElse(Double.NaN),
          of.stream().mapToDouble(x -> x.check().accuracyBound()).average().orElse(Double.NaN),
          of.stream().mapToDouble(Run::accuracy).average().orElse(Double.NaN),
          of.stream().filter(x -> x.check().holds()).count());
    }
    TextTable exceptions =
        new TextTable(
            "N",
            "seed",
            "RQI",
            "bound",
            "acc",
            "bound",
            "chance",
            "verdict",
            "beyond P(D)",
            "at start");
    for (Run run : r.runs()) {
      AlexanderCheck check = run.check();
      if (!check.holds()) {
        exceptions.row(
            run.samples(),
            run.seed(),
            check.rqi(),
            check.rqiBound(),
            check.accuracy(),
            check.accuracyBound(),
            check.chance(),
            check.verdict(),
            check.excess().stream().map(TheoryBoundsCommand::name).toList(),
            check.excess().stream().filter(Excess::initially).count());
      }
    }
    return """
        %s
        %d networks: %s

        %s
        chance: share of random ground states of the same training set that reach as much within
        the same delta; a bound exceeded at more than 0.01 is no more than a coincidence at delta,
        and one network in a hundred will look like more
        """
        .formatted(means, r.networks(), r.verdicts(), exceptions);
  }

  private static String name(Excess excess) {
    return "%d+%d=%d+%d"
        .formatted(
            excess.parallelogram().i(),
            excess.parallelogram().j(),
            excess.parallelogram().m(),
            excess.parallelogram().n());
  }
}
