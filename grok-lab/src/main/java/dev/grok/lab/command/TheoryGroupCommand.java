package dev.grok.lab.command;

import dev.grok.models.task.FiniteGroup;
import dev.grok.models.task.GroupNames;
import dev.grok.theory.Estimate;
import dev.grok.theory.group.Composition;
import dev.grok.theory.group.GroupCriticalFraction;
import dev.grok.theory.group.GroupDataSet;
import dev.grok.theory.group.GroupModel;
import dev.grok.theory.group.GroupParallelograms;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code grok theory group}. */
@Command(
    name = "group",
    description = "Generalized parallelograms of a finite group and what follows (App. H).")
final class TheoryGroupCommand extends TheorySubcommand<TheoryGroupCommand.Result> {
  @Option(
      names = "--group",
      paramLabel = "NAME",
      defaultValue = "s3",
      description = "c12, s3, a4, d4, q8, c2xc2xs3, ... (default: ${DEFAULT-VALUE}).")
  private String name = "s3";

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Random training samples; default: two thirds.")
  private @Nullable Integer samples;

  @Option(
      names = "--composition",
      paramLabel = "HOW",
      defaultValue = "MATRIX_PRODUCT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Composition composition = Composition.MATRIX_PRODUCT;

  @Mixin private final MonteCarloOptions draws = new MonteCarloOptions();

  TheoryGroupCommand(Console console) {
    super(console);
  }

  /** P(all parallelograms are implied) for one size. */
  record Size(int samples, double fraction, double probability, Estimate.Interval interval) {}

  /** What was found. */
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
  Result compute() {
    FiniteGroup group = GroupNames.parse(name);
    int all = group.order() * group.order();
    int size = samples == null ? Math.max(1, 2 * all / 3) : samples;
    GroupDataSet d = GroupDataSet.random(group, size, draws.seed(), 0);
    GroupModel model = new GroupModel(d, composition);
    GroupCriticalFraction critical =
        GroupCriticalFraction.estimate(group, draws.dataSets(), draws.seed(), draws.threads());
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
  String text(Result r) {
    TextTable table = new TextTable("N", "fraction", "P(all implied)", "95 % from", "to");
    List<Size> between =
        r.sizes().stream().filter(s -> s.probability() > 0 && s.probability() < 1).toList();
    int every = Math.max(1, between.size() / 30);
    for (int i = 0; i < between.size(); i += every) {
      Size s = between.get(i);
      table.row(
          s.samples(), s.fraction(), s.probability(), s.interval().low(), s.interval().high());
    }
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
