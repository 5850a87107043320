package dev.grok.lab.command.theory;

import dev.grok.lab.console.Columns;
import dev.grok.theory.statistics.CriticalScaling;
import dev.grok.theory.statistics.CriticalScaling.Point;
import dev.grok.theory.statistics.CriticalScaling.PowerLaw;
import dev.grok.theory.statistics.MonteCarlo;
import java.util.List;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "scaling",
    description = "How the critical fraction falls with the number of symbols.")
final class TheoryScalingCommand extends TheorySubcommand<TheoryScalingCommand.Result> {
  @Option(
      names = "--p",
      paramLabel = "P,P,...",
      split = ",",
      defaultValue = "10,14,20,28,40,57,80,113,150,200",
      description = "Numbers of symbols" + DEFAULT)
  private List<Integer> ps = List.of();

  @Mixin private final MonteCarloOptions draws = new MonteCarloOptions();

  /** Exponents of r_c, of the expected r_c, and of the time, over all p. */
  record Result(List<Point> points, PowerLaw measured, PowerLaw expected, PowerLaw seconds) {}

  @Override
  protected Result compute() {
    // A first round compiles the code: the times of the second one are without that.
    MonteCarlo all = draws.draws();
    CriticalScaling.measure(
        ps, new MonteCarlo(Math.min(all.dataSets(), 500), all.seed(), all.threads()));
    List<Point> points = CriticalScaling.measure(ps, all);
    return new Result(
        points,
        fit(points, Point::fraction),
        fit(points, Point::expected),
        fit(points, Point::seconds));
  }

  private static PowerLaw fit(List<Point> points, ToDoubleFunction<Point> value) {
    return PowerLaw.fit(
        points.stream().mapToDouble(Point::p).toArray(),
        points.stream().mapToDouble(value).toArray());
  }

  @Override
  protected String text(Result r) {
    String table =
        new Columns<Point>()
            .add("p", Point::p)
            .add("r_c", Point::fraction)
            .add("95 % from", point -> point.interval().low())
            .add("to", point -> point.interval().high())
            .add("expected", Point::expected)
            .add("N_c", point -> point.fraction() * point.p() * (point.p() + 1) / 2)
            .add("s", Point::seconds)
            .text(r.points());
    return "%sr_c ~ p^%.3f (expected p^%.3f); time ~ p^%.2f%n"
        .formatted(table, r.measured().exponent(), r.expected().exponent(), r.seconds().exponent());
  }
}
