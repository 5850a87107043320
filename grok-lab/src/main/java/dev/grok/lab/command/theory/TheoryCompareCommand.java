package dev.grok.lab.command.theory;

import dev.grok.lab.console.Columns;
import dev.grok.lab.train.Networks;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.models.train.Crossing;
import dev.grok.models.train.Experiment;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.representation.Rqi;
import dev.grok.theory.spectrum.GrokkingTime;
import dev.grok.theory.spectrum.Normalization;
import dev.grok.theory.spectrum.Spectrum;
import dev.grok.theory.statistics.RankCorrelation;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "compare",
    description = "Predicted and measured time of grokking, run by run (Figs. 4b, 5b).")
final class TheoryCompareCommand extends TheorySubcommand<TheoryCompareCommand.Result> {
  @Option(
      names = "--sizes",
      paramLabel = "N,N,...",
      split = ",",
      defaultValue = "20,25,30,35,40,45,50,54",
      description = "Sizes of the training set" + DEFAULT)
  private List<Integer> sizes = List.of();

  @Option(names = "--seeds", paramLabel = "N", description = "Networks of each size" + DEFAULT)
  private int seeds = 10;

  @Mixin private final NetworkOptions networks = new NetworkOptions();

  /**
   * One network. Times are in steps; without a value: never, or not within the steps made.
   *
   * @param nh 1/(λ₃ η) of the sum, Z₀ = p
   * @param nhMean the same of the mean over P₀(D), Eq. 5
   * @param flow until RQI exceeds 0.95 along exp(-H t) R(0) from its initial embeddings
   * @param measured until RQI exceeds 0.95
   */
  record Run(
      long seed,
      int samples,
      int n0,
      double lambda3,
      OptionalDouble nh,
      OptionalDouble nhMean,
      OptionalDouble flow,
      OptionalDouble measured) {}

  /**
   * What was found.
   *
   * @param determined runs whose training set determines a linear structure
   * @param reached runs that reached it
   * @param reachedUndetermined those of them whose training set does not determine it
   * @param spearman rank correlations with the measured time, over runs that reached it
   */
  record Result(
      List<Run> runs,
      int determined,
      int reached,
      int reachedUndetermined,
      Correlations spearman,
      Correlations kendall,
      Correlations spearmanOfAll) {}

  /** Rank correlations of each prediction with the measured time; empty if there are too few. */
  record Correlations(OptionalDouble nh, OptionalDouble nhMean, OptionalDouble flow) {}

  @Override
  protected Result compute() {
    List<Run> runs = networks.train(console(), sizes, seeds).stream().map(this::run).toList();
    List<Run> reached = runs.stream().filter(r -> r.measured().isPresent()).toList();
    return new Result(
        runs,
        (int) runs.stream().filter(r -> r.n0() == 2).count(),
        reached.size(),
        (int) reached.stream().filter(r -> r.n0() > 2).count(),
        correlations(reached, true),
        correlations(reached, false),
        correlations(runs, true));
  }

  private Run run(ReplicaRun run) {
    Experiment experiment = run.experiment();
    DataSet d = run.dataSet();
    int p = d.p();
    double eta = experiment.embedding().learningRate();
    Rqi rqi = new Rqi(p, Networks.RQI.definition());
    Spectrum spectrum = Spectrum.of(Parallelograms.of(d));
    Spectrum sum = spectrum.scaled(Normalization.figure4(p));
    GrokkingTime time = new GrokkingTime(sum, eta);
    return new Run(
        experiment.seed(),
        d.size(),
        spectrum.n0(),
        sum.lambda3(),
        finite(sum.nh(eta)),
        finite(spectrum.scaled(Normalization.equation5(p)).nh(eta)),
        finite(time.stepsToRqi(run.embeddings().get(0), rqi, Networks.RQI.threshold())),
        run.linear() instanceof Crossing.Reached at
            ? OptionalDouble.of(at.step())
            : OptionalDouble.empty());
  }

  private static Correlations correlations(List<Run> runs, boolean spearman) {
    return new Correlations(
        correlation(runs, r -> orInfinity(r.nh()), spearman),
        correlation(runs, r -> orInfinity(r.nhMean()), spearman),
        correlation(runs, r -> orInfinity(r.flow()), spearman));
  }

  private static OptionalDouble correlation(
      List<Run> runs, ToDoubleFunction<Run> predicted, boolean spearman) {
    if (runs.size() < 3) {
      return OptionalDouble.empty();
    }
    double[] x = runs.stream().mapToDouble(predicted).toArray();
    double[] y = runs.stream().mapToDouble(r -> orInfinity(r.measured())).toArray();
    return finite(spearman ? RankCorrelation.spearman(x, y) : RankCorrelation.kendall(x, y));
  }

  private static double orInfinity(OptionalDouble value) {
    return value.orElse(Double.POSITIVE_INFINITY);
  }

  @Override
  protected String text(Result r) {
    String table =
        new Columns<Run>()
            .add("N", Run::samples)
            .add("seed", Run::seed)
            .add("n0", Run::n0)
            .add("lambda3", Run::lambda3)
            .add("n_h", run -> or("never", run.nh()))
            .add("n_h (mean)", run -> or("never", run.nhMean()))
            .add("flow", run -> or("never", run.flow()))
            .add("measured", run -> or("> " + networks.steps(), run.measured()))
            .text(r.runs());
    return """
        %s%d runs: %d with a unique structure, %d reached RQI > 0.95, of these %d without
        rank correlation with the measured steps, runs that reached it:
          Spearman %s
          Kendall  %s
        all runs, those that did not reach it ranked last:
          Spearman %s
        """
        .formatted(
            table,
            r.runs().size(),
            r.determined(),
            r.reached(),
            r.reachedUndetermined(),
            line(r.spearman()),
            line(r.kendall()),
            line(r.spearmanOfAll()));
  }

  private static String line(Correlations c) {
    return "n_h %s, n_h by the mean %s, flow %s"
        .formatted(or("-", c.nh()), or("-", c.nhMean()), or("-", c.flow()));
  }
}
