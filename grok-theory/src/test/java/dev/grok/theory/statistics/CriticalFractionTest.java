package dev.grok.theory.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Pair;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.rank.EquationMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CriticalFractionTest {
  private static final int DATA_SETS = 10_000;

  /** The authors' stored counts of 10,000, from N = 14 on. */
  private static final int[] AUTHORS = {
    1, 7, 51, 144, 373, 860, 1754, 2863, 4270, 5795, 7085, 8027, 8666, 9187, 9488, 9654, 9814, 9881,
    9919, 9945, 9980, 9983, 9991, 9998, 9994, 9997, 10_000
  };

  @Test
  void figure4aTransition() {
    CriticalFraction p10 = CriticalFraction.estimate(10, new MonteCarlo(DATA_SETS, 0, 2));
    assertThat(p10.probability(22).probability()).isCloseTo(0.43, within(0.02)).isLessThan(0.5);
    assertThat(p10.probability(23).probability()).isGreaterThan(0.5);
    assertThat(p10.criticalFraction()).isCloseTo(0.409, within(0.005));
  }

  /** Within three standard errors of their 10,000 and our 200,000 data sets, for every N given. */
  @Test
  void figure4aCountsOfTheAuthors() {
    int ours = 200_000;
    CriticalFraction p10 = CriticalFraction.estimate(10, new MonteCarlo(ours, 1, 2));
    for (int n = 1; n <= 55; n++) {
      int theirs = n < 14 ? 0 : n >= 40 ? DATA_SETS : AUTHORS[n - 14];
      double probability = p10.probability(n).probability();
      double variance = probability * (1 - probability);
      double error = Math.sqrt(variance / DATA_SETS + variance / ours);
      assertThat(theirs / (double) DATA_SETS)
          .as("N = %d", n)
          .isCloseTo(probability, within(3 * error));
    }
  }

  @Test
  void expectedFractionOfManySymbols() {
    for (int p : new int[] {30, 60, 113}) {
      CriticalFraction measured = CriticalFraction.estimate(p, new MonteCarlo(2_000, 0, 2));
      double expected = CriticalScaling.expectedFraction(p);
      assertThat(measured.criticalFraction()).isCloseTo(expected, within(0.03 * expected));
      Estimate.Interval interval = measured.criticalInterval(1.96);
      assertThat(measured.criticalFraction()).isBetween(interval.low(), interval.high());
      assertThat(interval.high() - interval.low()).isLessThan(0.05 * expected);
    }
    // Coupon collector: r_c p grows like ln p.
    double growth =
        1000 * CriticalScaling.expectedFraction(1000) - 100 * CriticalScaling.expectedFraction(100);
    assertThat(growth).isCloseTo(Math.log(10), within(0.25));
    assertThatThrownBy(() -> CriticalScaling.expectedFraction(2)).isInstanceOf(GrokException.class);
  }

  /** By brute force for p = 4: the mean number of symbols without an equation. */
  @Test
  void symbolsLeftOutByEnumeration() {
    double r = 0.37;
    List<Pair> samples = DataSet.full(4).samples();
    double expected = 0;
    for (int set = 0; set < 1 << 10; set++) {
      double weight = 1;
      List<Pair> chosen = new ArrayList<>();
      for (int s = 0; s < 10; s++) {
        boolean in = (set >> s & 1) == 1;
        weight *= in ? r : 1 - r;
        if (in) {
          chosen.add(samples.get(s));
        }
      }
      for (int k = 0; k < 4; k++) {
        int symbol = k;
        boolean held =
            chosen.stream()
                .filter(x -> x.a() == symbol || x.b() == symbol)
                .anyMatch(
                    x ->
                        chosen.stream()
                            .anyMatch(y -> !x.equals(y) && x.a() + x.b() == y.a() + y.b()));
        expected += held ? 0 : weight;
      }
    }
    assertThat(CriticalScaling.symbolsLeftOut(4, r)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void powerLaws() {
    double[] x = {1, 2, 5, 9};
    double[] y = Arrays.stream(x).map(v -> 3 * Math.pow(v, -0.8)).toArray();
    CriticalScaling.PowerLaw law = CriticalScaling.PowerLaw.fit(x, y);
    assertThat(law.exponent()).isCloseTo(-0.8, within(1e-12));
    assertThat(law.error()).isCloseTo(0, within(1e-9));
    assertThatThrownBy(() -> CriticalScaling.PowerLaw.fit(new double[1], new double[1]))
        .isInstanceOf(GrokException.class);
  }

  /** Each size counted by itself, from every pair of samples, gives the same numbers. */
  @Test
  void onePassEqualsCountingEachSize() {
    CriticalFraction p6 = CriticalFraction.estimate(6, new MonteCarlo(300, 5, 1));
    AdditionTask task = new AdditionTask(6, false);
    List<Pair> samples = task.samples();
    for (int n = 1; n <= p6.fullSize(); n++) {
      int linear = 0;
      for (int k = 0; k < 300; k++) {
        int[] chosen = new RandomStream(5, Purpose.THEORY, k).choose(samples.size(), n);
        DataSet d = DataSet.of(task, Arrays.stream(chosen).mapToObj(samples::get).toList());
        linear += new EquationMatrix(Parallelograms.of(d)).nullity() == 2 ? 1 : 0;
      }
      assertThat(p6.probability(n).successes()).as("N = %d", n).isEqualTo(linear);
    }
  }

  @Test
  void threadsDoNotMatter() {
    CriticalFraction one = CriticalFraction.estimate(10, new MonteCarlo(501, 3, 1));
    for (int threads : new int[] {2, 3, 7, 600}) {
      CriticalFraction many = CriticalFraction.estimate(10, new MonteCarlo(501, 3, threads));
      for (int n = 1; n <= 55; n++) {
        assertThat(many.probability(n)).isEqualTo(one.probability(n));
      }
    }
    assertThat(CriticalFraction.estimate(10, new MonteCarlo(501, 4, 1)).criticalFraction())
        .isNotEqualTo(one.criticalFraction());
  }

  @Test
  void smallestTasks() {
    assertThat(CriticalFraction.estimate(2, new MonteCarlo(10, 0, 1)).probability(1).probability())
        .isEqualTo(1);
    // p = 3: the only equation needs (0, 2) and (1, 1), so N = 2 succeeds once in 15.
    CriticalFraction p3 = CriticalFraction.estimate(3, new MonteCarlo(15_000, 0, 2));
    assertThat(p3.probability(1).successes()).isZero();
    assertThat(p3.probability(2).probability()).isCloseTo(1 / 15.0, within(0.009));
    assertThat(p3.probability(5).probability()).isCloseTo(10 / 15.0, within(0.016));
    assertThat(p3.probability(6).probability()).isEqualTo(1);
  }

  @Test
  void estimates() {
    Estimate half = new Estimate(50, 100);
    assertThat(half.probability()).isEqualTo(0.5);
    assertThat(half.standardError()).isCloseTo(0.05, within(1e-15));
    // Wilson 1927, by hand: (0.5 ± 1.96 √(0.0025 + 1.96²/40000)/(1 + 0.038416)).
    assertThat(half.wilson(1.96).low()).isCloseTo(0.403830, within(1e-6));
    assertThat(half.wilson(1.96).high()).isCloseTo(0.596170, within(1e-6));
    Estimate none = new Estimate(0, 10_000);
    assertThat(none.standardError()).isZero();
    assertThat(none.wilson(1.96).low()).isZero();
    assertThat(none.wilson(1.96).high()).isCloseTo(3.84e-4, within(1e-6));
  }

  @Test
  void badInput() {
    assertThatThrownBy(() -> CriticalFraction.estimate(10, new MonteCarlo(0, 0, 1)))
        .isInstanceOf(GrokException.class)
        .hasMessage("at least one data set and one thread are needed: 0 and 1");
    assertThatThrownBy(() -> CriticalFraction.estimate(10, new MonteCarlo(1, 0, 0)))
        .isInstanceOf(GrokException.class);
    assertThatThrownBy(() -> CriticalFraction.estimate(1, new MonteCarlo(1, 0, 1)))
        .isInstanceOf(GrokException.class);
    assertThatThrownBy(() -> CriticalFraction.estimate(10, new MonteCarlo(1, 0, 1)).probability(56))
        .isInstanceOf(GrokException.class)
        .hasMessage("training samples must be between 1 and 55: 56");
    assertThatThrownBy(() -> new Estimate(3, 2))
        .isInstanceOf(GrokException.class)
        .hasMessage("3 of 2 is not a share");
  }
}
