package dev.grok.lab.command.theory;

import dev.grok.api.BackendOptions;
import dev.grok.api.backend.Backend;
import dev.grok.lab.command.shared.BackendOption;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.console.Columns;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.theory.flow.AdaptiveFlow;
import dev.grok.theory.flow.FlowEquation;
import dev.grok.theory.flow.GradientFlow;
import dev.grok.theory.flow.Trajectory;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.representation.Representations;
import dev.grok.theory.representation.Rqi;
import dev.grok.theory.representation.Variance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "flow",
    description = "Gradient flow of the effective loss, and what it conserves (Fig. 4c, App. F).")
final class TheoryFlowCommand extends TheorySubcommand<TheoryFlowCommand.Result> {
  @Mixin private final DataSetOptions data = new DataSetOptions();
  @Mixin private final BackendOption backend = new BackendOption();

  @Option(
      names = "--dimensions",
      paramLabel = "D",
      description = "Dimensions of an embedding" + DEFAULT)
  private int dimensions = 1;

  @Option(
      names = "--start-seed",
      paramLabel = "SEED",
      description = "Seed of the normal initial embeddings" + DEFAULT)
  private long startSeed;

  @Option(
      names = "--eta",
      paramLabel = "RATE",
      defaultValue = "3e-4",
      description = "Step size (default: ${DEFAULT-VALUE}, as in Fig. 4c).")
  private double eta = 3e-4;

  @Option(names = "--steps", paramLabel = "N", description = "Number of steps" + DEFAULT)
  private long steps = 2_000;

  @Option(
      names = "--tolerance",
      paramLabel = "ERROR",
      description = "Follow the flow to the same time with steps of this error instead.")
  private @Nullable Double tolerance;

  @Option(
      names = "--equation",
      paramLabel = "WHICH",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, Eq. 25).")
  private FlowEquation equation = FlowEquation.EXACT;

  @Option(
      names = "--averaging",
      paramLabel = "HOW",
      description = "${COMPLETION-CANDIDATES} over P0(D) (default: ${DEFAULT-VALUE}, Fig. 4c).")
  private Averaging averaging = Averaging.SUM;

  /** The flow at one time. */
  record State(
      double time,
      double step,
      double effectiveLoss,
      double rqi,
      double z0,
      double[][] embeddings) {}

  /** What was found; drifts are relative to Z₀ and √Z₀. */
  record Result(
      int p,
      int samples,
      String backend,
      FlowEquation equation,
      double z0Drift,
      double cDrift,
      List<State> states) {}

  @Override
  protected Result compute() {
    if (dimensions < 1 || steps < 1) {
      throw new UsageException("--dimensions and --steps must be positive");
    }
    DataSet d = data.dataSet();
    List<Parallelograms> p0 = List.of(Parallelograms.of(d));
    double[][][] start = {start(d.p())};
    long[] at = LongStream.rangeClosed(0, 20).map(k -> steps * k / 20).distinct().toArray();
    Rqi rqi = new Rqi(d.p());
    try (Backend opened = backend.choice().open(BackendOptions.DEFAULT)) {
      Trajectory trajectory;
      if (tolerance == null) {
        trajectory = new GradientFlow(p0, averaging, equation, eta).run(opened, start, at);
      } else {
        double[] times = LongStream.of(at).mapToDouble(step -> step * eta).toArray();
        trajectory = new AdaptiveFlow(p0, averaging, equation, tolerance).run(opened, start, times);
      }
      List<State> states = new ArrayList<>();
      for (int s = 0; s < at.length; s++) {
        double[][] e = trajectory.state(s, 0);
        states.add(
            new State(
                trajectory.times()[s],
                at[s],
                trajectory.effectiveLoss(s, 0),
                rqi.rqi(e),
                trajectory.z0(s, 0),
                e));
      }
      return new Result(
          d.p(),
          d.size(),
          opened.name(),
          equation,
          trajectory.z0Drift(0),
          trajectory.cDrift(0),
          states);
    }
  }

  private double[][] start(int p) {
    RandomStream random = new RandomStream(startSeed, Purpose.EMBEDDING);
    double[][] e = new double[p][dimensions];
    for (double[] row : e) {
      for (int c = 0; c < dimensions; c++) {
        row[c] = random.normal();
      }
    }
    return Representations.normalize(e, Variance.UNBIASED);
  }

  @Override
  protected String text(Result r) {
    String table =
        new Columns<State>()
            .add("step", State::step)
            .add("t", State::time)
            .add("effective loss", State::effectiveLoss)
            .add("RQI", State::rqi)
            .add("Z0", State::z0)
            .text(r.states());
    return "%s%d samples of p = %d on %s: drift of Z0 %s, of C %s%n"
        .formatted(
            table,
            r.samples(),
            r.p(),
            r.backend(),
            Columns.number(r.z0Drift()),
            Columns.number(r.cDrift()));
  }
}
