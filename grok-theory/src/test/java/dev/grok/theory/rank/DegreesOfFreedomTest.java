package dev.grok.theory.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.models.task.Pair;
import dev.grok.theory.PaperExamples;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelogram;
import dev.grok.theory.parallelogram.Parallelograms;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DegreesOfFreedomTest {
  /** After every sample, against fraction-free elimination over big integers of all pairs. */
  @ParameterizedTest
  @CsvSource({"2, 3", "3, 6", "5, 30", "10, 40", "17, 8", "31, 3"})
  void agreesWithBigIntegersAfterEverySample(int p, int orders) {
    for (int k = 0; k < orders; k++) {
      DataSet all = PaperExamples.random(p, p * (p + 1) / 2, k);
      DegreesOfFreedom degrees = new DegreesOfFreedom(p);
      ExactRank space = new ExactRank(p);
      List<Pair> before = new ArrayList<>();
      for (Pair sample : all.samples()) {
        for (Pair other : before) {
          if (other.a() + other.b() == sample.a() + sample.b()) {
            int[] row = new int[p];
            row[sample.a()]++;
            row[sample.b()]++;
            row[other.a()]--;
            row[other.b()]--;
            space.insert(row);
          }
        }
        before.add(sample);
        degrees.add(sample);
        assertThat(degrees.n0()).isEqualTo(space.nullity());
        assertThat(degrees.size()).isEqualTo(before.size());
      }
      assertThat(degrees.n0()).isEqualTo(2);
    }
  }

  /** Near the transition, where the null vectors are longest. */
  @ParameterizedTest
  @CsvSource({"60, 150", "60, 170", "113, 340", "113, 300"})
  void agreesWithBigIntegersForManySymbols(int p, int samples) {
    for (int seed = 0; seed < 3; seed++) {
      DataSet d = PaperExamples.random(p, samples, seed);
      EquationMatrix equations = new EquationMatrix(Parallelograms.of(d));
      GroundStates states = DegreesOfFreedom.of(d).groundStates();
      assertThat(states.n0()).isEqualTo(rankNullity(equations));
      assertThat(equations.nullity()).isEqualTo(states.n0());
      double[][] basis = states.basis();
      for (Parallelogram q : Parallelograms.of(d).list()) {
        for (double[] v : basis) {
          assertThat(v[q.i()] + v[q.j()]).isEqualTo(v[q.m()] + v[q.n()]);
        }
        assertThat(states.imply(q)).isTrue();
      }
    }
  }

  private static int rankNullity(EquationMatrix equations) {
    ExactRank space = new ExactRank(equations.columns());
    for (int k = 0; k < equations.rows() && space.nullity() > 2; k++) {
      space.insert(equations.row(k));
    }
    return space.nullity();
  }

  /** By one prime and by several the same space, and the same bits of what it implies. */
  @Test
  void severalPrimesGiveTheSameAsOne() {
    for (int seed = 0; seed < 20; seed++) {
      DataSet d = PaperExamples.random(20, 35 + seed, seed);
      Parallelograms equations = Parallelograms.of(d);
      ModularSolution solution = ModularSolution.of(20, PrimeField.get(0), equations::allMatch);
      NullSpace space = new NullSpace(20, equations::allMatch);
      GroundStates one = new GroundStates(20, space.basis(solution));
      GroundStates several = new GroundStates(20, space.bigBasis());
      assertThat(several.n0()).isEqualTo(one.n0());
      Parallelograms all = Parallelograms.full(20);
      assertThat(several.implied(all)).isEqualTo(one.implied(all));
    }
  }

  /** Reflections about ever other points: fractions too long for one prime. */
  @Test
  void longFractionsNeedSeveralPrimes() {
    int p = 200;
    // 2 E_m = E_i + E_n, again and again, with i, m fixed by what was before: numbers double.
    List<int[]> equations = new ArrayList<>();
    for (int m = 1; 2 * m < p; m = 2 * m) {
      equations.add(new int[] {0, 2 * m, m, m});
    }
    Random random = new Random(3);
    for (int extra = 0; extra < 160; extra++) {
      int i = random.nextInt(p - 2);
      int n = i + 2 + random.nextInt(p - i - 2);
      int m = i + 1 + random.nextInt((n - i) / 2);
      if (m <= i + n - m && i < m) {
        equations.add(new int[] {i, n, m, i + n - m});
      }
    }
    ModularSolution solution = new ModularSolution(p, PrimeField.get(0));
    ExactRank rank = new ExactRank(p);
    for (int[] e : equations) {
      solution.add(e[0], e[1], e[2], e[3]);
      int[] row = new int[p];
      row[e[0]]++;
      row[e[1]]++;
      row[e[2]]--;
      row[e[3]]--;
      rank.insert(row);
    }
    NullSpace space =
        new NullSpace(
            p, test -> equations.stream().allMatch(e -> test.test(e[0], e[1], e[2], e[3])));
    assertThat(space.smallBasis(solution)).isNull();
    assertThat(space.basis(solution)).hasSize(rank.nullity());
  }

  /** 1/2, -1/3 and whole numbers over one denominator; three long ones are too much. */
  @Test
  void rationalNumbersAreLiftedFromTheirResidues() {
    long prime = PrimeField.get(0).prime();
    BigInteger modulus = BigInteger.valueOf(prime);
    long half = BigInteger.TWO.modInverse(modulus).longValueExact();
    long third = BigInteger.valueOf(3).modInverse(modulus).longValueExact();
    long[] residues = {1, half, prime - third, 7};
    assertThat(RationalLift.lift(residues, prime)).containsExactly(6, 3, -2, 42);
    assertThat(
            RationalLift.lift(
                Arrays.stream(residues).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new),
                modulus))
        .extracting(BigInteger::intValue)
        .containsExactly(6, 3, -2, 42);
    assertThat(RationalLift.lift(new long[] {40_009 * 50_021L % prime, 3, 1_234_567}, prime))
        .isNull();
  }

  @Test
  void badSamples() {
    DegreesOfFreedom degrees = new DegreesOfFreedom(10);
    degrees.add(new Pair(3, 1));
    assertThatThrownBy(() -> degrees.add(new Pair(1, 3)))
        .isInstanceOf(GrokException.class)
        .hasMessage("sample (1, 3) is twice in the data set");
    assertThatThrownBy(() -> degrees.add(new Pair(1, 10)))
        .isInstanceOf(GrokException.class)
        .hasMessage("sample (1, 10) has a symbol outside 0..9");
    assertThat(degrees.n0()).isEqualTo(10);
    degrees.clear();
    degrees.add(new Pair(1, 3));
    assertThat(degrees.size()).isEqualTo(1);
    assertThatThrownBy(() -> new DegreesOfFreedom(1))
        .isInstanceOf(GrokException.class)
        .hasMessage("degrees of freedom need at least two symbols: p = 1");
    assertThatThrownBy(() -> new DegreesOfFreedom(20_000))
        .isInstanceOf(GrokException.class)
        .hasMessageStartingWith("the solutions of p = 20000 would take 3.0 GiB of memory");
  }
}
