package dev.grok.lab.command.theory;

import dev.grok.lab.console.Columns;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.theory.linearnetwork.LinearFlow;
import dev.grok.theory.linearnetwork.LinearFlow.Equation;
import dev.grok.theory.linearnetwork.LinearNetwork;
import dev.grok.theory.statistics.CriticalScaling.PowerLaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "linear",
    description =
        "The linear network of App. L: full flow, its adiabatic limit, and the error of that.")
final class TheoryLinearCommand extends TheorySubcommand<TheoryLinearCommand.Result> {
  private static final int TIMES = 20;
  private static final int SLOWEST = 3;

  @Option(names = "--outputs", paramLabel = "M", description = "Outputs of the network" + DEFAULT)
  private int outputs = 30;

  @Option(names = "--inputs", paramLabel = "N", description = "Dimensions of an input" + DEFAULT)
  private int inputs = 2;

  @Option(
      names = "--gamma",
      paramLabel = "GAMMA",
      defaultValue = "0",
      description = "Regularization" + DEFAULT)
  private double gamma;

  @Option(
      names = "--time",
      paramLabel = "T",
      defaultValue = "3",
      description = "Until eta_x t = T" + DEFAULT)
  private double time = 3;

  @Option(
      names = "--ratios",
      paramLabel = "R,R,...",
      split = ",",
      defaultValue = "1,0.3,0.1,0.03,0.01,0.003,0.001",
      description = "eta_A/eta_x" + DEFAULT)
  private List<Double> ratios = List.of();

  @Option(names = "--seed", paramLabel = "SEED", description = "Seed of the network" + DEFAULT)
  private long seed;

  /** Largest errors of |r - r'|, relative to its start, against the full flow. */
  record Deviation(
      double ratio, double givenBias, double internal, double adiabatic, double distance) {}

  /** What was found; the exponent is that of the adiabatic error at the smallest η_A/η_x. */
  record Result(List<Deviation> errors, OptionalDouble exponent) {}

  @Override
  protected Result compute() {
    LinearNetwork start = LinearNetwork.pair(outputs, inputs, seed);
    RandomStream random = new RandomStream(seed, Purpose.TARGETS);
    double[] y = new double[outputs];
    Arrays.setAll(y, i -> random.normal()); // the toy model's targets
    List<Deviation> errors = new ArrayList<>();
    for (double ratio : ratios) {
      LinearFlow full = new LinearFlow(Equation.FULL, ratio, 1, gamma);
      errors.add(
          new Deviation(
              ratio,
              full.errorOf(Equation.GIVEN_BIAS, start, y, time, TIMES),
              full.errorOf(Equation.INTERNAL, start, y, time, TIMES),
              full.errorOf(Equation.ADIABATIC, start, y, time, TIMES),
              full.run(start, y, time).distance() / start.distance()));
    }
    List<Deviation> slowest =
        errors.stream()
            .sorted(Comparator.comparingDouble(Deviation::ratio))
            .limit(SLOWEST)
            .toList();
    double exponent =
        slowest.size() < 2
            ? Double.NaN
            : PowerLaw.fit(
                    slowest.stream().mapToDouble(Deviation::ratio).toArray(),
                    slowest.stream().mapToDouble(Deviation::adiabatic).toArray())
                .exponent();
    return new Result(errors, finite(exponent));
  }

  @Override
  protected String text(Result r) {
    String table =
        new Columns<Deviation>()
            .add("eta_A/eta_x", Deviation::ratio)
            .add("given b (Eq. 39)", Deviation::givenBias)
            .add("internal (Eq. 40)", Deviation::internal)
            .add("adiabatic", Deviation::adiabatic)
            .add("|r-r'| left", Deviation::distance)
            .text(r.errors());
    return "%serrors are the largest of |r - r'| over its start, against the full flow (Eq. 37);%n"
            .formatted(table)
        + "for a slow decoder the adiabatic one goes like (eta_A/eta_x)^%s%n"
            .formatted(or("?", r.exponent()));
  }
}
