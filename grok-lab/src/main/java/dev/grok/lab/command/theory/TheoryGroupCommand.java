package dev.grok.lab.command.theory;

import dev.grok.lab.console.Columns;
import dev.grok.models.task.FiniteGroup;
import dev.grok.models.task.GroupNames;
import dev.grok.theory.group.Composition;
import dev.grok.theory.group.GroupDataSet;
import dev.grok.theory.group.GroupModel;
import dev.grok.theory.group.GroupParallelograms;
import dev.grok.theory.statistics.CriticalFraction;
import dev.grok.theory.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "group",
    description = "Generalized parallelograms of a finite group and what follows (App. H).")
final class TheoryGroupCommand extends TheorySubcommand<TheoryGroupCommand.Result> {
  @Option(
      names = "--group",
      paramLabel = "NAME",
      description = "c12, s3, a4, d4, q8, c2xc2xs3, ..." + DEFAULT)
  private String name = "s3";

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Random training samples; default: two thirds.")
  private @Nullable Integer samples;

  @Option(
      names = "--composition",
      paramLabel = "HOW",
      description = "${COMPLETION-CANDIDATES}" + DEFAULT)
  private Composition composition = Composition.MATRIX_PRODUCT;

  @Mixin private final MonteCarloOptions draws = new MonteCarloOptions();

  /** P(all parallelograms are implied) for one size. */
  record Size(int samples, double fraction, double probability, Estimate.Interval interval) {}

  record Result(
      String group,
      int order,
      boolean abelian,
      int samples,
      int permissible,
      int explicit,
      int implied,
      double idealRqi,
      double idealAccuracy,
      double criticalFraction,
      List<Size> sizes) {}

  @Override
  protected Result compute() {
    FiniteGroup group = GroupNames.parse(name);
    int all = group.order() * group.order();
    int size = samples == null ? Math.max(1, 2 * all / 3) : samples;
    GroupDataSet d = GroupDataSet.random(group, size, draws.draws().seed(), 0);
    GroupModel model = new GroupModel(d, composition);
    CriticalFraction critical = CriticalFraction.estimate(group, draws.draws());
    List<Size> sizes = new ArrayList<>();
    for (int n = 1; n <= all; n++) {
      Estimate at = critical.probability(n);
      sizes.add(new Size(n, n / (double) all, at.probability(), at.wilson(1.96)));
    }
    return new Result(
        group.name(),
        group.order(),
        group.isAbelian(),
        size,
        GroupParallelograms.full(group).size(),
        model.explicit().size(),
        model.parallelograms().size(),
        model.rqi(),
        model.accuracy(),
        critical.criticalFraction(),
        sizes);
  }

  @Override
  protected String text(Result r) {
    List<Size> between =
        r.sizes().stream().filter(s -> s.probability() > 0 && s.probability() < 1).toList();
    String table =
        new Columns<Size>()
            .add("N", Size::samples)
            .add("fraction", Size::fraction)
            .add("P(all implied)", Size::probability)
            .add("95 % from", s -> s.interval().low())
            .add("to", s -> s.interval().high())
            .text(some(between, 30));
    return """
        %s: %d elements, %sabelian, %d samples, %d parallelograms
        %d random samples: %d explicit, %d implied; ideal RQI %.4f, ideal accuracy %.4f
        %sall parallelograms follow (products of matrices) from a fraction of %.4f on
        """
        .formatted(
            r.group(),
            r.order(),
            r.abelian() ? "" : "not ",
            r.order() * r.order(),
            r.permissible(),
            r.samples(),
            r.explicit(),
            r.implied(),
            r.idealRqi(),
            r.idealAccuracy(),
            table,
            r.criticalFraction());
  }
}
