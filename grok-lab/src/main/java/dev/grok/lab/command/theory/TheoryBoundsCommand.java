package dev.grok.lab.command.theory;

import dev.grok.lab.console.Columns;
import dev.grok.lab.train.Networks;
import dev.grok.lab.train.ReplicaRun;
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
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
      description = "Sizes of the training set" + DEFAULT)
  private List<Integer> sizes = List.of();

  @Option(names = "--seeds", paramLabel = "N", description = "Networks of each size" + DEFAULT)
  private int seeds = 20;

  @Mixin private final NetworkOptions networks = new NetworkOptions();

  record Run(long seed, int samples, double accuracy, AlexanderCheck check) {}

  record Result(int networks, Map<Verdict, Integer> verdicts, List<Run> runs) {}

  @Override
  protected Result compute() {
    List<Run> runs = new ArrayList<>();
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    for (ReplicaRun run : networks.train(console(), sizes, seeds)) {
      DataSet d = run.dataSet();
      AlexanderCheck check =
          AlexanderCheck.of(
              d,
              new IdealModel(d),
              new Rqi(d.p(), Networks.RQI.definition()),
              run.embeddings().get(0),
              run.embeddings().get(run.embeddings().size() - 1));
      verdicts.merge(check.verdict(), 1, Integer::sum);
      runs.add(new Run(run.experiment().seed(), d.size(), run.accuracy(), check));
    }
    return new Result(runs.size(), verdicts, runs);
  }

  @Override
  protected String text(Result r) {
    Function<Integer, List<Run>> of =
        size -> r.runs().stream().filter(run -> run.samples() == size).toList();
    String means =
        new Columns<Integer>()
            .add("N", size -> size)
            .add("networks", size -> of.apply(size).size())
            .add("RQI", size -> mean(of.apply(size), x -> x.check().rqi()))
            .add("bound", size -> mean(of.apply(size), x -> x.check().rqiBound()))
            .add("predicted acc", size -> mean(of.apply(size), x -> x.check().accuracy()))
            .add("bound", size -> mean(of.apply(size), x -> x.check().accuracyBound()))
            .add("accuracy", size -> mean(of.apply(size), Run::accuracy))
            .add("held", size -> of.apply(size).stream().filter(x -> x.check().holds()).count())
            .text(sizes);
    String exceptions =
        new Columns<Run>()
            .add("N", Run::samples)
            .add("seed", Run::seed)
            .add("RQI", x -> x.check().rqi())
            .add("bound", x -> x.check().rqiBound())
            .add("acc", x -> x.check().accuracy())
            .add("bound", x -> x.check().accuracyBound())
            .add("chance", x -> x.check().chance())
            .add("verdict", x -> x.check().verdict())
            .add(
                "beyond P(D)",
                x ->
                    x.check().excess().stream()
                        .map(Excess::parallelogram)
                        .map(TheorySubcommand::name)
                        .toList())
            .add("at start", x -> x.check().excess().stream().filter(Excess::initially).count())
            .text(r.runs().stream().filter(x -> !x.check().holds()).toList());
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

  private static double mean(List<Run> runs, ToDoubleFunction<Run> value) {
    return runs.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
