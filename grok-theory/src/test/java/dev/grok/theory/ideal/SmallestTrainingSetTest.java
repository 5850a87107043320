package dev.grok.theory.ideal;

import static dev.grok.theory.PaperExamples.dataSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Pair;
import dev.grok.theory.PaperExamples;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.rank.DegreesOfFreedom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallestTrainingSetTest {
  /** The paper's curriculum: 8 samples named, 7 of them different, down to a unique structure. */
  @Test
  void appendixCCurriculum() {
    TrainingSetSteps steps = TrainingSetSteps.of(PaperExamples.APPENDIX_C);
    assertThat(steps.d().size()).isEqualTo(7);
    assertThat(steps.n0()).containsExactly(6, 5, 5, 4, 4, 3, 2);
  }

  /** Six are enough for p = 6, two sums in the middle; by trying all sets of five, five are not. */
  @Test
  void sixOf21ForSixSymbols() {
    SmallestTrainingSet smallest = SmallestTrainingSet.of(DataSet.full(6));
    assertThat(smallest.curriculum().d().size()).isEqualTo(6);
    assertThat(smallest.lowerBound()).isEqualTo(6);
    assertThat(smallest.isProvedSmallest()).isTrue();
    assertThat(smallest.curriculum().n0()).last().isEqualTo(2);
    List<Pair> samples = DataSet.full(6).samples();
    int tried = 0;
    for (int set = 0; set < 1 << 21; set++) {
      if (Integer.bitCount(set) == 5) {
        DegreesOfFreedom degrees = new DegreesOfFreedom(6);
        for (int s = 0; s < 21; s++) {
          if ((set >> s & 1) == 1) {
            degrees.add(samples.get(s));
          }
        }
        assertThat(degrees.n0()).isGreaterThan(2);
        tried++;
      }
    }
    assertThat(tried).isEqualTo(20_349);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 7, 10, 31, 113})
  void asManySamplesAsSymbols(int p) {
    SmallestTrainingSet smallest = SmallestTrainingSet.of(DataSet.full(p));
    assertThat(smallest.curriculum().d().size()).isEqualTo(p);
    assertThat(smallest.isProvedSmallest()).isTrue();
    assertThat(new IdealModel(smallest.curriculum().d()).isLinear()).isTrue();
  }

  @Test
  void fewSymbols() {
    assertThat(SmallestTrainingSet.of(DataSet.full(2)).curriculum().d().size()).isEqualTo(1);
    SmallestTrainingSet three = SmallestTrainingSet.of(DataSet.full(3));
    assertThat(three.curriculum().d().samples()).containsExactly(new Pair(0, 2), new Pair(1, 1));
  }

  /** Of a given training set; each sample is needed. */
  @Test
  void partsOfATrainingSet() {
    for (int seed = 0; seed < 8; seed++) {
      DataSet pool = PaperExamples.random(10, 30, seed);
      if (DegreesOfFreedom.of(pool).n0() > 2) {
        continue;
      }
      SmallestTrainingSet smallest = SmallestTrainingSet.of(pool);
      List<Pair> samples = smallest.curriculum().d().samples();
      assertThat(pool.samples()).containsAll(samples);
      assertThat(samples.size()).isBetween(smallest.lowerBound(), 30);
      for (Pair left : samples) {
        List<Pair> rest = new ArrayList<>(samples);
        rest.remove(left);
        DataSet without = DataSet.of(new AdditionTask(10, false), rest);
        assertThat(DegreesOfFreedom.of(without).n0()).isGreaterThan(2);
      }
    }
  }

  /** Too many choices: what is found greedily is still a part that is enough. */
  @Test
  void greedyForManySymbols() {
    DataSet pool = PaperExamples.random(60, 200, 1);
    SmallestTrainingSet smallest = SmallestTrainingSet.of(pool);
    assertThat(smallest.curriculum().n0()).last().isEqualTo(2);
    assertThat(smallest.lowerBound()).isLessThanOrEqualTo(smallest.curriculum().d().size());
    assertThat(smallest.curriculum().d().size()).isLessThan(150);
  }

  @Test
  void aPoolThatIsNotEnoughIsRefused() {
    assertThatThrownBy(() -> SmallestTrainingSet.of(dataSet(6, 0, 4, 1, 3)))
        .isInstanceOf(GrokException.class)
        .hasMessage(
            "2 of 21 samples of p = 6 do not determine a linear structure: 5 degrees of freedom"
                + " are left");
  }
}
