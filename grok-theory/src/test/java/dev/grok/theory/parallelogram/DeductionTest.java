package dev.grok.theory.parallelogram;

import static dev.grok.theory.PaperExamples.dataSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.theory.PaperExamples;
import dev.grok.theory.ideal.IdealModel;
import dev.grok.theory.rank.GroundStates;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeductionTest {
  /** Every round by itself, from all pairs of parallelograms that share a side. */
  @Test
  void closesUnderSharedSides() {
    for (int seed = 0; seed < 30; seed++) {
      Parallelograms given = Parallelograms.of(PaperExamples.random(7, 8 + seed % 10, seed));
      int p = 7;
      boolean[][] equal = new boolean[p * p][p * p];
      for (int x = 0; x < p * p; x++) {
        equal[x][x] = true;
      }
      Set<Parallelogram> closed = new HashSet<>(given.list());
      int before;
      do {
        before = closed.size();
        for (Parallelogram q : closed) {
          same(equal, p, q.i(), q.m(), q.n(), q.j());
          same(equal, p, q.i(), q.n(), q.m(), q.j());
        }
        // Transitive closure (Warshall).
        for (int k = 0; k < p * p; k++) {
          for (int x = 0; x < p * p; x++) {
            for (int y = 0; y < p * p && equal[x][k]; y++) {
              equal[x][y] |= equal[k][y];
            }
          }
        }
        for (Parallelogram q : Parallelograms.full(p).list()) {
          if (equal[q.i() * p + q.m()][q.n() * p + q.j()]
              || equal[q.i() * p + q.n()][q.m() * p + q.j()]) {
            closed.add(q);
          }
        }
      } while (closed.size() > before);
      Deduction deduction = Deduction.of(given);
      assertThat(new HashSet<>(deduction.parallelograms().list())).isEqualTo(closed);
      assertThat(deduction.rounds() > 0).isEqualTo(closed.size() > given.size());
      // By rank at least as much follows.
      assertThat(GroundStates.of(given).implied(Parallelograms.full(p)).list()).containsAll(closed);
    }
  }

  private static void same(boolean[][] equal, int p, int a, int b, int c, int d) {
    equal[a * p + b][c * p + d] = true;
    equal[c * p + d][a * p + b] = true;
    equal[b * p + a][d * p + c] = true;
    equal[d * p + c][b * p + a] = true;
  }

  /** App. C: "now we can derive that 2 E_4 = E_3 + E_5". */
  @Test
  void appendixC() {
    DataSet three = dataSet(6, 0, 4, 1, 3, 1, 5, 2, 4, 0, 2, 1, 1);
    assertThat(Deduction.of(Parallelograms.of(three)).parallelograms().list())
        .contains(new Parallelogram(3, 5, 4, 4));
  }

  /** Rank knows more: some sums of equations share no side. */
  @Test
  void rankMayKnowMore() {
    int more = 0;
    for (int seed = 0; seed < 60; seed++) {
      DataSet d = PaperExamples.random(10, 18 + seed % 8, seed);
      int sides = Deduction.of(Parallelograms.of(d)).parallelograms().size();
      int rank = new IdealModel(d).parallelograms().size();
      assertThat(sides).isLessThanOrEqualTo(rank);
      more += rank > sides ? 1 : 0;
    }
    assertThat(more).isPositive();
  }
}
