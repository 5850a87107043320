package dev.grok.lab.command.theory;

import dev.grok.lab.console.Columns;
import dev.grok.models.task.Pair;
import dev.grok.theory.ideal.SmallestTrainingSet;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "smallest",
    description =
        "The fewest samples that determine the linear structure, as a curriculum (App. C).")
final class TheorySmallestCommand extends TheorySubcommand<TheorySmallestCommand.Result> {
  @Mixin private final DataSetOptions data = new DataSetOptions();

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
  protected Result compute() {
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
  protected String text(Result r) {
    String table =
        new Columns<Integer>()
            .add(
                "sample", k -> "(%d, %d)".formatted(r.samples().get(k).a(), r.samples().get(k).b()))
            .add("degrees of freedom", r.n0()::get)
            .text(IntStream.range(0, r.samples().size()).boxed().toList());
    return "%s%d of %d samples of p = %d are enough; %s%n"
        .formatted(
            table,
            r.smallest(),
            r.pool(),
            r.p(),
            r.provedSmallest() ? "fewer are not" : "fewer than " + r.lowerBound() + " are not");
  }
}
