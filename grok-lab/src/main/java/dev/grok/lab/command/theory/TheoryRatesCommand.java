package dev.grok.lab.command.theory;

import dev.grok.lab.console.Columns;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.spectrum.GrokkingRate;
import dev.grok.theory.spectrum.Normalization;
import dev.grok.theory.statistics.GrokkingRates;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rates",
    description = "Distribution of lambda3 over training sets of each size (Fig. 5a).")
final class TheoryRatesCommand extends TheorySubcommand<TheoryRatesCommand.Result> {
  @Option(names = "--p", paramLabel = "P", description = "Number of symbols" + DEFAULT)
  private int p = 10;

  @Option(
      names = "--sizes",
      paramLabel = "N,N,...",
      split = ",",
      description = "Sizes of the training set; default: all, or forty of many.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--averaging",
      paramLabel = "HOW",
      description = "${COMPLETION-CANDIDATES} over P0(D) (default: ${DEFAULT-VALUE}, Eq. 5).")
  private Averaging averaging = Averaging.MEAN;

  @Option(
      names = "--z0",
      paramLabel = "Z0",
      description = "Z0 of H = (2/Z0) A^T A; default: p. 2 gives A^T A itself.")
  private double z0 = Double.NaN;

  @Option(
      names = "--rate",
      paramLabel = "WHICH",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, lambda3).")
  private GrokkingRate rate = GrokkingRate.THIRD;

  @Mixin private final MonteCarloOptions draws = new MonteCarloOptions();

  /** The distribution for one size. */
  record Size(
      int samples,
      double fraction,
      double zero,
      double mean,
      double standardError,
      double lower,
      double median,
      double upper,
      double parallelograms) {}

  record Result(
      int p,
      Averaging averaging,
      double z0,
      GrokkingRate rate,
      int dataSets,
      double seconds,
      List<Size> sizes) {}

  @Override
  protected Result compute() {
    double scale = Double.isNaN(z0) ? p : z0;
    int all = p * (p + 1) / 2;
    int every = Math.max(1, all / 60);
    List<Integer> asked =
        sizes.isEmpty()
            ? IntStream.rangeClosed(1, all).filter(n -> n % every == 0 || n == all).boxed().toList()
            : sizes;
    long start = System.nanoTime();
    List<GrokkingRates.Size> found =
        GrokkingRates.estimate(p, asked, Normalization.ofZ0(averaging, scale), rate, draws.draws());
    double seconds = (System.nanoTime() - start) / 1e9;
    List<Size> rows =
        found.stream()
            .map(
                s ->
                    new Size(
                        s.samples(),
                        s.fraction(),
                        s.zero().probability(),
                        s.mean(),
                        s.standardError(),
                        s.quantile(0.05),
                        s.quantile(0.5),
                        s.quantile(0.95),
                        s.meanParallelograms()))
            .toList();
    return new Result(p, averaging, scale, rate, draws.draws().dataSets(), seconds, rows);
  }

  @Override
  protected String text(Result r) {
    String table =
        new Columns<Size>()
            .add("N", Size::samples)
            .add("fraction", Size::fraction)
            .add("P(zero)", Size::zero)
            .add("mean", Size::mean)
            .add("+-", Size::standardError)
            .add("5 %", Size::lower)
            .add("median", Size::median)
            .add("95 %", Size::upper)
            .add("|P0(D)|", Size::parallelograms)
            .text(r.sizes());
    return "%s%d data sets of %d sizes in %.2f s%n"
        .formatted(table, r.dataSets(), r.sizes().size(), r.seconds());
  }
}
