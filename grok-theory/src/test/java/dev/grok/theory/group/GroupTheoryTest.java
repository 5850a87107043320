package dev.grok.theory.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.models.task.FiniteGroup;
import dev.grok.models.task.GroupNames;
import dev.grok.models.task.Pair;
import dev.grok.theory.statistics.CriticalFraction;
import dev.grok.theory.statistics.MonteCarlo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTheoryTest {
  private static final FiniteGroup S3 = FiniteGroup.symmetric(3);

  /** n classes of n samples each: n · n(n-1)/2 pairs; 90 for S₃. */
  @ParameterizedTest
  @CsvSource({"s3, 90", "c6, 90", "q8, 224", "a4, 792", "d4, 224", "c2xc2xs3, 6624"})
  void parallelogramsOfAllSamples(String name, int size) {
    FiniteGroup group = GroupNames.parse(name);
    GroupParallelograms all = GroupParallelograms.full(group);
    assertThat(all.size()).isEqualTo(size);
    assertThat(all.list()).doesNotHaveDuplicates();
    for (GroupParallelogram q : all.list()) {
      assertThat(group.product(q.a(), q.b())).isEqualTo(group.product(q.c(), q.d()));
      assertThat(q.a()).isLessThan(q.c());
    }
  }

  @Test
  void parallelogramsOfATrainingSet() {
    GroupDataSet d = GroupDataSet.random(S3, 20, 3, 0);
    Set<GroupParallelogram> expected = new HashSet<>();
    for (Pair x : d.samples()) {
      for (Pair y : d.samples()) {
        if (x.a() < y.a() && S3.product(x.a(), x.b()) == S3.product(y.a(), y.b())) {
          expected.add(new GroupParallelogram(x.a(), x.b(), y.a(), y.b()));
        }
      }
    }
    assertThat(new HashSet<>(GroupParallelograms.of(d).list())).isEqualTo(expected);
    assertThat(d.size()).isEqualTo(20);
    assertThat(d.fraction()).isEqualTo(20 / 36.0);
    assertThat(d.samples()).allMatch(d::contains);
  }

  /** Products: a chain of equal quotients found by search, against the union of sets. */
  @ParameterizedTest
  @ValueSource(strings = {"s3", "q8", "d5"})
  void deductionIsTheClosureOfChains(String name) {
    FiniteGroup group = GroupNames.parse(name);
    int n = group.order();
    for (int k = 0; k < 5; k++) {
      GroupDataSet d = GroupDataSet.random(group, n * n / 2, 7, k);
      boolean[][] equal = new boolean[2 * n * n][2 * n * n];
      for (int x = 0; x < equal.length; x++) {
        equal[x][x] = true;
      }
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          // E_a⁻¹ E_a = E_b E_b⁻¹ = 1
          both(equal, a * n + a, n * n + b * n + b);
        }
      }
      for (Pair x : d.samples()) {
        for (Pair y : d.samples()) {
          if (group.product(x.a(), x.b()) == group.product(y.a(), y.b())) {
            both(equal, y.a() * n + x.a(), n * n + y.b() * n + x.b());
          }
        }
      }
      for (int via = 0; via < equal.length; via++) {
        for (int x = 0; x < equal.length; x++) {
          for (int y = 0; y < equal.length && equal[x][via]; y++) {
            equal[x][y] |= equal[via][y];
          }
        }
      }
      GroupDeduction deduction = GroupDeduction.of(d, Composition.MATRIX_PRODUCT);
      int implied = 0;
      for (GroupParallelogram q : GroupParallelograms.full(group).list()) {
        boolean expected = equal[q.c() * n + q.a()][n * n + q.d() * n + q.b()];
        assertThat(deduction.implies(q.a(), q.b(), q.c(), q.d())).isEqualTo(expected);
        implied += expected ? 1 : 0;
      }
      GroupModel model = new GroupModel(d, Composition.MATRIX_PRODUCT);
      assertThat(model.parallelograms().size()).isEqualTo(implied);
      assertThat(model.rqi()).isEqualTo(implied / (n * n * (n - 1) / 2.0));
      assertThat(model.parallelograms().list()).containsAll(model.explicit().list());
      assertThat(model.accuracy()).isBetween(d.fraction(), 1.0);
      assertThat(deduction.isComplete()).isEqualTo(model.rqi() == 1);
    }
  }

  private static void both(boolean[][] equal, int x, int y) {
    equal[x][y] = true;
    equal[y][x] = true;
  }

  /** A true representation satisfies all that is deduced; all samples give everything. */
  @Test
  void deductionIsSoundAndCompleteOnAllSamples() {
    for (String name : List.of("s3", "q8", "c6", "a4", "c1")) {
      FiniteGroup group = GroupNames.parse(name);
      GroupDeduction all = GroupDeduction.of(GroupDataSet.full(group), Composition.MATRIX_PRODUCT);
      assertThat(all.isComplete()).isTrue();
      GroupDeduction none = new GroupDeduction(group, Composition.MATRIX_PRODUCT);
      assertThat(none.isComplete()).isEqualTo(group.order() == 1);
    }
  }

  /** Sums of an abelian group: two parallelograms of shared difference give a third (Eq. 29). */
  @Test
  void sumsOfAnAbelianGroup() {
    FiniteGroup c7 = FiniteGroup.cyclic(7);
    // 0 + 3 = 1 + 2 and 2 + 5 = 3 + 4: E_1 - E_0 = E_3 - E_2 = E_5 - E_4, so 0 + 5 = 1 + 4.
    List<Pair> samples = List.of(new Pair(0, 3), new Pair(1, 2), new Pair(2, 5), new Pair(3, 4));
    GroupDataSet d = GroupDataSet.of(c7, samples);
    GroupDeduction sums = GroupDeduction.of(d, Composition.VECTOR_SUM);
    assertThat(sums.implies(0, 5, 1, 4)).isTrue();
    assertThat(sums.implies(5, 0, 1, 4)).isTrue(); // the order does not matter
    assertThat(sums.implies(0, 6, 1, 5)).isFalse();
    GroupDeduction products = GroupDeduction.of(d, Composition.MATRIX_PRODUCT);
    assertThat(products.implies(0, 5, 1, 4)).isFalse();
    assertThatThrownBy(() -> GroupDeduction.of(GroupDataSet.full(S3), Composition.VECTOR_SUM))
        .isInstanceOf(GrokException.class)
        .hasMessage(
            "s3 of order 6 is not abelian, so sums of vectors cannot represent it: take products"
                + " of matrices");
  }

  /** Each size by itself gives the same counts; the first success of S₃ is at half of all. */
  @Test
  void criticalFractionOfS3() {
    int dataSets = 400;
    CriticalFraction critical = CriticalFraction.estimate(S3, new MonteCarlo(dataSets, 5, 2));
    for (int size = 14; size <= 36; size += 2) {
      int complete = 0;
      for (int k = 0; k < dataSets; k++) {
        GroupDataSet d = GroupDataSet.random(S3, size, 5, k);
        complete += GroupDeduction.of(d, Composition.MATRIX_PRODUCT).isComplete() ? 1 : 0;
      }
      assertThat(critical.probability(size).successes()).as("N = %d", size).isEqualTo(complete);
    }
    assertThat(critical.criticalFraction()).isBetween(0.6, 0.72);
    assertThat(critical.fullSize()).isEqualTo(36);
    // 2n² quotients become n sets: 2n² - 1 - (2n - 1) joins with those of equal elements given, of
    // which each parallelogram makes at most two; m samples of a product give at most m - 1 chains.
    assertThat(critical.probability(10).successes()).isZero();
    assertThat(critical.probability(36).probability()).isEqualTo(1);
    CriticalFraction same = CriticalFraction.estimate(S3, new MonteCarlo(dataSets, 5, 7));
    assertThat(same.criticalFraction()).isEqualTo(critical.criticalFraction());
  }

  @Test
  void badInput() {
    assertThatThrownBy(() -> GroupDataSet.of(S3, List.of()))
        .isInstanceOf(GrokException.class)
        .hasMessage("a data set needs at least one sample of group s3 of order 6");
    assertThatThrownBy(() -> GroupDataSet.of(S3, List.of(new Pair(0, 6))))
        .hasMessage("sample (0, 6) has an element outside 0..5 of group s3");
    List<Pair> twice = new ArrayList<>(List.of(new Pair(1, 2), new Pair(1, 2)));
    assertThatThrownBy(() -> GroupDataSet.of(S3, twice))
        .hasMessage("sample (1, 2) is twice in the data set");
    assertThatThrownBy(() -> GroupDataSet.random(S3, 37, 0, 0))
        .hasMessage("training samples must be between 1 and 36 (all pairs of s3 of order 6): 37");
    assertThatThrownBy(() -> GroupParallelograms.full(FiniteGroup.cyclic(1000)))
        .isInstanceOf(GrokException.class)
        .hasMessageContaining(
            "499,500,000 parallelograms of c1000 of order 1000 would take 7.4 GiB");
    // The axioms are checked by FiniteGroup itself.
    assertThatThrownBy(() -> FiniteGroup.of("broken", new int[][] {{0, 1}, {1, 1}}))
        .isInstanceOf(GrokException.class);
  }
}
