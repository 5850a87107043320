package dev.grok.models.task;

import dev.grok.api.GrokException;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A task's samples in two parts (paper, section 2: D and D'). A value; order matters to the order
 * of summation, so it is kept.
 */
public record Split(SymbolTask task, List<Pair> train, List<Pair> validation) {
  public Split {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    Set<Pair> rest = new HashSet<>(task.samples());
    for (List<Pair> part : List.of(train, validation)) {
      for (Pair pair : part) {
        if (!rest.remove(pair)) {
          throw new GrokException(
              "sample (%d, %d) is twice in the split or not a sample of %s"
                  .formatted(pair.a(), pair.b(), task));
        }
      }
    }
    if (!rest.isEmpty()) {
      throw new GrokException("a split misses %d samples of %s".formatted(rest.size(), task));
    }
  }

  /**
   * Chooses training samples without replacement; the rest, in lexicographic order, validates.
   *
   * @throws GrokException if there are fewer samples than asked for, or fewer than one asked for
   */
  public static Split random(SymbolTask task, int trainingSamples, long seed) {
    return random(task, trainingSamples, List.of(), seed);
  }

  /**
   * As {@link #random(SymbolTask, int, long)}, but some samples always train, as (0, 0) and (0, 1)
   * do in the authors' transformer runs.
   *
   * @param trainingSamples how many train, those included
   * @param always the first of the training samples
   * @throws GrokException also if one is given twice, or is not a sample, or there are too many
   */
  public static Split random(SymbolTask task, int trainingSamples, List<Pair> always, long seed) {
    task.requireTrainingSamples(trainingSamples);
    if (always.size() > trainingSamples) {
      throw new GrokException(
          "%d samples cannot always be among %d training samples"
              .formatted(always.size(), trainingSamples));
    }
    Set<Pair> chosen = new LinkedHashSet<>(always);
    List<Pair> samples = task.samples();
    if (chosen.size() < always.size() || !samples.containsAll(chosen)) {
      throw new GrokException(
          "samples that always train must be different samples of %s: %s".formatted(task, always));
    }
    List<Pair> rest = samples.stream().filter(s -> !chosen.contains(s)).toList();
    int open = trainingSamples - always.size();
    for (int i : new RandomStream(seed, Purpose.SPLIT).choose(rest.size(), open)) {
      chosen.add(rest.get(i));
    }
    return new Split(
        task, List.copyOf(chosen), samples.stream().filter(s -> !chosen.contains(s)).toList());
  }
}
