package dev.grok.models.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final AdditionTask TASK = new AdditionTask(10, false);

  @Test
  void theFullDataSetHas55UnorderedOr100OrderedSamples() {
    assertThat(TASK.samples()).hasSize(55).doesNotHaveDuplicates();
    assertThat(new AdditionTask(10, true).samples()).hasSize(100).doesNotHaveDuplicates();
    assertThat(TASK.classes()).isEqualTo(19);
  }

  @Test
  void aSplitPartitionsTheSamples() {
    Split split = Split.random(TASK, 45, 1);
    Set<Pair> all = new HashSet<>(split.train());
    all.addAll(split.validation());
    assertThat(split.train()).hasSize(45);
    assertThat(split.validation()).hasSize(10);
    assertThat(all).hasSize(55);
    assertThat(Split.random(TASK, 45, 1)).isEqualTo(split);
    assertThat(Split.random(TASK, 45, 2)).isNotEqualTo(split);
    assertThat(Split.random(TASK, 55, 2).validation()).isEmpty();
  }

  @Test
  void everySampleIsEquallyLikely() {
    int[] count = new int[55];
    int draws = 5_000;
    for (int seed = 0; seed < draws; seed++) {
      for (Pair pair : Split.random(TASK, 11, seed).train()) {
        count[TASK.samples().indexOf(pair)]++;
      }
    }
    // Each is chosen with probability 0.2: 1000 ± 28; five standard errors.
    assertThat(Arrays.stream(count).boxed()).allSatisfy(n -> assertThat(n).isBetween(860, 1140));
  }

  /** Seeds are a format: this split has been in use since the first version. */
  @Test
  void aSeedKeepsItsSplit() {
    assertThat(Split.random(new AdditionTask(4, false), 4, 58).train())
        .containsExactly(new Pair(3, 3), new Pair(2, 2), new Pair(0, 0), new Pair(1, 2));
  }

  @Test
  void someSamplesAlwaysTrain() {
    List<Pair> always = List.of(new Pair(0, 1), new Pair(0, 0));
    SymbolTask task = new ModularTask(7, ModularTask.Operation.ADDITION, true);
    for (int seed = 0; seed < 20; seed++) {
      Split split = Split.random(task, 5, always, seed);
      assertThat(split.train()).hasSize(5).startsWith(new Pair(0, 1), new Pair(0, 0));
      assertThat(split.validation()).hasSize(44);
    }
    assertThat(Split.random(task, 2, always, 0).train()).isEqualTo(always);
    assertThat(Split.random(task, 5, List.of(), 3)).isEqualTo(Split.random(task, 5, 3));
    assertThatThrownBy(() -> Split.random(task, 1, always, 0))
        .hasMessage("2 samples cannot always be among 1 training samples");
    for (Pair bad : List.of(new Pair(0, 1), new Pair(0, 7))) {
      assertThatThrownBy(() -> Split.random(task, 3, List.of(new Pair(0, 1), bad), 0))
          .isInstanceOf(GrokException.class)
          .hasMessageStartingWith("samples that always train must be different samples of Modular");
    }
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> Split.random(TASK, 56, 1))
        .isInstanceOf(GrokException.class)
        .hasMessage(
            "training samples must be between 1 and 55 (all samples of "
                + "AdditionTask[p=10, ordered=false]): 56");
    assertThatThrownBy(() -> Split.random(TASK, 0, 1)).isInstanceOf(GrokException.class);
    assertThatThrownBy(() -> new Split(TASK, List.of(new Pair(0, 0)), List.of()))
        .hasMessageContaining("misses 54 samples");
    assertThatThrownBy(() -> new AdditionTask(1, false)).isInstanceOf(GrokException.class);
    assertThatThrownBy(() -> new AdditionTask(100_000, false)).isInstanceOf(GrokException.class);
  }
}
