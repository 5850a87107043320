package dev.grok.theory.parallelogram;

import static dev.grok.theory.PaperExamples.dataSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Pair;
import dev.grok.theory.PaperExamples;
import dev.grok.theory.statistics.CriticalFraction;
import dev.grok.theory.statistics.MonteCarlo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParallelogramsTest {
  @ParameterizedTest
  @CsvSource({"2, 0", "3, 1", "4, 3", "6, 13", "10, 70"})
  void equation1OfTheFullDataSet(int p, int size) {
    assertThat(Parallelograms.full(p).size()).isEqualTo(size);
    assertThat(Parallelograms.of(DataSet.full(p))).isEqualTo(Parallelograms.full(p));
  }

  @Test
  void equation1IsEveryTwoSamplesOfTheSameSum() {
    for (long seed = 0; seed < 20; seed++) {
      DataSet d = PaperExamples.random(10, 10 + (int) seed, seed);
      List<Parallelogram> found = Parallelograms.of(d).list();
      int expected = 0;
      for (Pair x : d.samples()) {
        for (Pair y : d.samples()) {
          if (x.a() < y.a() && x.a() + x.b() == y.a() + y.b()) {
            expected++;
            assertThat(found).contains(Parallelogram.of(y, x));
          }
        }
      }
      assertThat(found).hasSize(expected).doesNotHaveDuplicates();
    }
  }

  /** The paper writes (i, n, j, m) here: its first element is E_0 + E_2 = E_1 + E_1. */
  @Test
  void equation19() {
    assertThat(Parallelograms.full(4).list())
        .containsExactlyInAnyOrder(
            new Parallelogram(0, 2, 1, 1),
            new Parallelogram(0, 3, 1, 2),
            new Parallelogram(1, 3, 2, 2));
    assertThat(Parallelograms.of(PaperExamples.EQUATION_21)).isEqualTo(Parallelograms.full(4));
  }

  @Test
  void appendixC() {
    assertThat(Parallelograms.of(PaperExamples.APPENDIX_C).list())
        .containsExactlyInAnyOrder(
            new Parallelogram(0, 4, 1, 3),
            new Parallelogram(1, 5, 2, 4),
            new Parallelogram(0, 2, 1, 1),
            new Parallelogram(2, 4, 3, 3),
            new Parallelogram(1, 5, 3, 3));
  }

  @Test
  void samplesOfAnOrderedTaskAreReduced() {
    AdditionTask ordered = new AdditionTask(4, true);
    DataSet d =
        DataSet.of(
            ordered, List.of(new Pair(2, 0), new Pair(1, 1), new Pair(0, 2), new Pair(3, 1)));
    assertThat(d.samples()).containsExactly(new Pair(0, 2), new Pair(1, 1), new Pair(1, 3));
    assertThat(d.contains(new Pair(3, 1))).isTrue();
    assertThat(d.contains(new Pair(3, 3))).isFalse();
    assertThat(d.contains(new Pair(1, 4))).isFalse();
    assertThat(Parallelograms.of(d).list()).containsExactly(new Parallelogram(0, 2, 1, 1));
    assertThat(DataSet.of(ordered, ordered.samples())).isEqualTo(DataSet.full(4));
  }

  @Test
  void badSamples() {
    AdditionTask task = new AdditionTask(10, false);
    assertThatThrownBy(() -> DataSet.of(task, List.of()))
        .isInstanceOf(GrokException.class)
        .hasMessage("a data set needs at least one sample of AdditionTask[p=10, ordered=false]");
    assertThatThrownBy(() -> dataSet(10, 3, 12))
        .isInstanceOf(GrokException.class)
        .hasMessage("sample (3, 12) has a symbol outside 0..9");
    assertThatThrownBy(() -> dataSet(10, -1, 2))
        .isInstanceOf(GrokException.class)
        .hasMessage("sample (-1, 2) has a symbol outside 0..9");
    assertThatThrownBy(() -> dataSet(10, 4, 2))
        .isInstanceOf(GrokException.class)
        .hasMessage("sample (4, 2) of an unordered task must be written (2, 4)");
    assertThatThrownBy(() -> dataSet(6, 2, 4, 0, 2, 2, 4))
        .isInstanceOf(GrokException.class)
        .hasMessage("sample (2, 4) is twice in the data set");
  }

  @Test
  void badParallelograms() {
    assertThatThrownBy(() -> new Parallelogram(0, 3, 1, 1))
        .isInstanceOf(GrokException.class)
        .hasMessage(
            "(0, 3, 1, 1) is not a parallelogram (i, j, m, n) with 0 <= i < m <= n < j and"
                + " i + j = m + n");
    assertThatThrownBy(() -> Parallelogram.of(new Pair(1, 2), new Pair(2, 1)))
        .isInstanceOf(GrokException.class);
  }

  @Test
  void tooLargeAPIsRefusedWithItsMemory() {
    assertThatThrownBy(() -> Parallelograms.full(5000))
        .isInstanceOf(GrokException.class)
        .hasMessage(
            "the 10,413,541,250 parallelograms of p = 5000 would take 155.2 GiB of memory, the"
                + " limit is 1 GiB: choose a smaller p or fewer samples");
    assertThatThrownBy(() -> CriticalFraction.estimate(10_000, new MonteCarlo(1, 0, 1)))
        .isInstanceOf(GrokException.class)
        .hasMessageStartingWith("the full data set of p = 10000 would take 1.1 GiB of memory");
  }
}
