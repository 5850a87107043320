package dev.grok.models.task;

import dev.grok.api.GrokException;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A task's samples in two parts (paper, section 2: D and D'). A value; order matters to the order
 * of summation, so it is kept.
 */
public record Split(AdditionTask task, List<Pair> train, List<Pair> validation) {
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
  public static Split random(AdditionTask task, int trainingSamples, long seed) {
    if (trainingSamples < 1 || trainingSamples > task.size()) {
      throw new GrokException(
          "training samples must be between 1 and %d (all samples of p = %d): %d"
              .formatted(task.size(), task.p(), trainingSamples));
    }
    List<Pair> samples = task.samples();
    List<Pair> train = new ArrayList<>();
    Set<Pair> chosen = new HashSet<>();
    for (int i : new RandomStream(seed, Purpose.SPLIT).choose(samples.size(), trainingSamples)) {
      train.add(samples.get(i));
      chosen.add(samples.get(i));
    }
    return new Split(task, train, samples.stream().filter(s -> !chosen.contains(s)).toList());
  }
}
