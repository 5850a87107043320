package dev.grok.lab.command;

import dev.grok.models.task.Pair;
import dev.grok.theory.ideal.SmallestTrainingSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code grok theory smallest}. */
@Command(
    name = "smallest",
    description =
        "The fewest samples that determine the linear structure, as a curriculum (App. C).")
final class TheorySmallestCommand extends TheorySubcommand<TheorySmallestCommand.Result> {
  @Mixin private final DataSetOptions data = new DataSetOptions();

  TheorySmallestCommand(Console console) {
    super(console);
  }

  /** What was found; no smaller set than the lower bound exists. */
  record Result(
      int p,
      int pool,
      int smallest,
      int lowerBound,
      boolean provedSmallest,
      List<Pair> samples,
      List<Integer> n0) {}

  @Override
  Result compute() {
    var pool = data.dataSet();
    SmallestTrainingSet found = SmallestTrainingSet.of(pool);
    return new Result(
        pool.p(),
        pool.size(),
        found.curriculum().d().size(),
        found.lowerBound(),
        found.isProvedSmallest(),
        found.curriculum().d().samples(),
        found.curriculum().n0());
  }

  @Override
  String text(Result r) {
    TextTable table = new TextTable("sample", "degrees of freedom");
    for (int k = 0; k < r.samples().size(); k++) {
      Pair pair = r.samples().get(k);
      table.row("(%d, %d)".formatted(pair.a(), pair.b()), r.n0().get(k));
    }
    return "%s%d of %d samples of p = %d are enough; %s%n"
        .formatted(
            table,
            r.smallest(),
            r.pool(),
            r.p(),
            r.provedSmallest() ? "fewer are not" : "fewer than " + r.lowerBound() + " are not");
  }
}
