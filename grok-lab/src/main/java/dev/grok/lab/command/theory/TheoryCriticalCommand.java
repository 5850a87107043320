package dev.grok.lab.command.theory;

import dev.grok.lab.console.Columns;
import dev.grok.theory.statistics.CriticalFraction;
import dev.grok.theory.statistics.CriticalScaling;
import dev.grok.theory.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "critical",
    description = "P(linear structure) against the size of the training set (Fig. 4a).")
final class TheoryCriticalCommand extends TheorySubcommand<TheoryCriticalCommand.Result> {
  @Option(names = "--p", paramLabel = "P", description = "Number of symbols" + DEFAULT)
  private int p = 10;

  @Mixin private final MonteCarloOptions draws = new MonteCarloOptions();

  /** P(linear) for one size, with its 95 % interval. */
  record Size(
      int samples, double fraction, int linear, double probability, Estimate.Interval interval) {}

  record Result(
      int p,
      int dataSets,
      double criticalFraction,
      Estimate.Interval interval,
      OptionalDouble expected,
      double seconds,
      List<Size> sizes) {}

  @Override
  protected Result compute() {
    long start = System.nanoTime();
    CriticalFraction estimate = CriticalFraction.estimate(p, draws.draws());
    double seconds = (System.nanoTime() - start) / 1e9;
    List<Size> sizes = new ArrayList<>();
    for (int n = 1; n <= estimate.fullSize(); n++) {
      Estimate at = estimate.probability(n);
      double fraction = n / (double) estimate.fullSize();
      sizes.add(new Size(n, fraction, at.successes(), at.probability(), at.wilson(1.96)));
    }
    return new Result(
        p,
        draws.draws().dataSets(),
        estimate.criticalFraction(),
        estimate.criticalInterval(1.96),
        p < 3 ? OptionalDouble.empty() : OptionalDouble.of(CriticalScaling.expectedFraction(p)),
        seconds,
        sizes);
  }

  @Override
  protected String text(Result r) {
    List<Size> between =
        r.sizes().stream().filter(s -> s.linear() > 0 && s.probability() < 1).toList();
    String table =
        new Columns<Size>()
            .add("N", Size::samples)
            .add("fraction", Size::fraction)
            .add("linear", Size::linear)
            .add("P", Size::probability)
            .add("95 % from", s -> s.interval().low())
            .add("to", s -> s.interval().high())
            .text(some(between, 40));
    return "%scritical fraction %.5f (95 %%: %.5f to %.5f), expected %s; %d data sets in %.2f s%n"
        .formatted(
            table,
            r.criticalFraction(),
            r.interval().low(),
            r.interval().high(),
            or("-", r.expected()),
            r.dataSets(),
            r.seconds());
  }
}
