package dev.grok.lab.command.theory;

import dev.grok.lab.console.Columns;
import dev.grok.theory.ideal.IdealModel;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Deduction;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.spectrum.GrokkingRate;
import dev.grok.theory.spectrum.Normalization;
import dev.grok.theory.spectrum.Spectrum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "set",
    description = "What one training set makes of a representation, and how fast (Eqs. 1 to 17).")
final class TheorySetCommand extends TheorySubcommand<TheorySetCommand.Result> {
  @Mixin private final DataSetOptions data = new DataSetOptions();

  @Option(
      names = "--eta",
      paramLabel = "RATE",
      defaultValue = "1e-3",
      description = "Learning rate of the embeddings" + DEFAULT)
  private double eta = 1e-3;

  /** λ₃ by one normalization. */
  record Rate(String normalization, double lambda3, OptionalDouble th, OptionalDouble nh) {}

  record Result(
      int p,
      int samples,
      double fraction,
      int permissible,
      int explicit,
      int deduced,
      int implied,
      int n0,
      double idealRqi,
      double idealAccuracy,
      double[] gramEigenvalues,
      double firstNonZeroEigenvalue,
      List<Rate> rates) {}

  @Override
  protected Result compute() {
    DataSet d = data.dataSet();
    int p = d.p();
    IdealModel ideal = new IdealModel(d);
    Parallelograms explicit = Parallelograms.of(d);
    Spectrum spectrum = Spectrum.of(explicit);
    List<Rate> rates = new ArrayList<>();
    if (p > 2) {
      rates.add(rate("sum, Z0 = p (Fig. 4c)", spectrum, Normalization.figure4(p)));
      rates.add(
          rate("sum, Z0 = p - 1 (its curves)", spectrum, Normalization.figure4Trajectories(p)));
      rates.add(rate("mean, Z0 = p (Eq. 5)", spectrum, Normalization.equation5(p)));
      rates.add(rate("half mean, Z0 = p (Eq. 42)", spectrum, Normalization.equation42(p)));
      rates.add(rate("sigma^2 (after Eq. 9)", spectrum, Normalization.singularValues()));
    }
    return new Result(
        p,
        d.size(),
        d.fraction(),
        Parallelograms.full(p).size(),
        explicit.size(),
        Deduction.of(explicit).parallelograms().size(),
        ideal.parallelograms().size(),
        ideal.n0(),
        ideal.rqi(),
        ideal.accuracy(),
        spectrum.gramEigenvalues(),
        p > 2 ? spectrum.rate(GrokkingRate.FIRST_NON_ZERO) : 0,
        rates);
  }

  private Rate rate(String name, Spectrum spectrum, Normalization normalization) {
    Spectrum h = spectrum.scaled(normalization);
    return new Rate(name, h.lambda3(), finite(h.th()), finite(h.nh(eta)));
  }

  @Override
  protected String text(Result r) {
    String eigenvalues =
        Arrays.stream(r.gramEigenvalues())
            .limit(20)
            .mapToObj(Columns::number)
            .collect(Collectors.joining(" "));
    String rates =
        new Columns<Rate>()
            .add("normalization", Rate::normalization)
            .add("lambda3", Rate::lambda3)
            .add("t_h", rate -> or("never", rate.th()))
            .add("n_h", rate -> or("never", rate.nh()))
            .text(r.rates());
    return """
        %d of %d samples of p = %d (%.1f %%)
        parallelograms: %d permissible, %d explicit, %d by sides, %d implied by rank
        degrees of freedom n0 = %d%s
        ideal RQI %.4f, ideal accuracy %.4f
        eigenvalues of A^T A: %s%s
        %s"""
        .formatted(
            r.samples(),
            r.p() * (r.p() + 1) / 2,
            r.p(),
            100 * r.fraction(),
            r.permissible(),
            r.explicit(),
            r.deduced(),
            r.implied(),
            r.n0(),
            r.n0() == 2 ? ": a unique linear structure" : "",
            r.idealRqi(),
            r.idealAccuracy(),
            eigenvalues,
            r.p() > 20 ? " ..." : "",
            rates);
  }
}
