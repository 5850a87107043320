package dev.grok.lab.quickstart;

import dev.grok.api.backend.Backends;
import dev.grok.lab.console.Progress;
import dev.grok.lab.train.Networks;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.models.train.Schedule;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What quickstart trains: an ensemble of seeds for each size of the training set, with the paper's
 * regression settings.
 *
 * @param sizes numbers of training samples, ascending
 * @param seeds the same for every size
 * @param steps number of updates
 */
public record QuickstartSweep(List<Integer> sizes, List<Long> seeds, long steps) {
  private static final int SEEDS = 4;
  private static final Schedule LOG = new Schedule.Logarithmic(20);

  /** Eight sizes, four seeds. */
  public static QuickstartSweep paper(long firstSeed) {
    return new QuickstartSweep(
        List.of(20, 25, 30, 35, 40, 45, 50, 54),
        LongStream.range(firstSeed, firstSeed + SEEDS).boxed().toList(),
        3_000);
  }

  public int p() {
    return ((AdditionTask) Experiment.paper(0).task()).p();
  }

  /** Number of updates of all replicas. */
  public long updates() {
    return (long) sizes.size() * seeds.size() * steps;
  }

  /** The runs by size, then by seed; trained from the largest size on, which takes longest. */
  public List<ReplicaRun> train(Backends.Choice choice, int workers, Progress progress) {
    List<List<Experiment>> ensembles =
        sizes.stream().sorted(Comparator.reverseOrder()).map(this::ensemble).toList();
    return new Networks(choice, workers, steps, LOG, progress)
        .train(ensembles, InitialState::random).stream()
            .sorted(Comparator.comparingInt(run -> run.experiment().trainingSamples()))
            .toList();
  }

  private List<Experiment> ensemble(int size) {
    return seeds.stream().map(s -> Experiment.paper(s).withTrainingSamples(size)).toList();
  }
}
