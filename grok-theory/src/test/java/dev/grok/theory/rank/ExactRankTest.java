package dev.grok.theory.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactRankTest {
  @Test
  void agreesWithRationalEliminationOnRandomMatrices() {
    Random random = new Random(1);
    for (int trial = 0; trial < 2000; trial++) {
      int rows = 1 + random.nextInt(9);
      int columns = 1 + random.nextInt(9);
      int bound = 1 + random.nextInt(4);
      int[][] matrix = new int[rows][columns];
      for (int[] row : matrix) {
        Arrays.setAll(row, c -> random.nextInt(2 * bound + 1) - bound);
      }
      // Combine rows, so that low ranks are common.
      for (int r = 2; r < rows; r += 2) {
        int r0 = r;
        int x = random.nextInt(5) - 2;
        Arrays.setAll(matrix[r], c -> x * matrix[r0 - 1][c] + matrix[r0 - 2][c]);
      }
      assertThat(ExactRank.of(matrix).rank()).isEqualTo(rationalRank(matrix));
    }
  }

  @Test
  void agreesWithRationalEliminationWhereLongsOverflow() {
    Random random = new Random(2);
    for (int size : new int[] {3, 5, 8, 12, 20}) {
      int[][] matrix = new int[size + 2][size];
      for (int[] row : matrix) {
        Arrays.setAll(row, c -> random.nextInt());
      }
      for (int r = size / 2; r < size + 2; r++) {
        int r0 = r;
        Arrays.setAll(matrix[r], c -> matrix[r0 - size / 2][c] / 7 * 7 + matrix[0][c] % 5);
      }
      int[] sum = new int[size];
      Arrays.setAll(sum, c -> matrix[0][c] / 4 + matrix[1][c] / 4);
      assertThat(ExactRank.of(matrix).rank()).isEqualTo(rationalRank(matrix));
      int[][] more = Arrays.copyOf(matrix, size + 3);
      more[size + 2] = sum;
      assertThat(ExactRank.of(more).rank()).isEqualTo(rationalRank(more));
    }
  }

  /** Multiples of 2^27: products that wrap around 64 bits would vanish. */
  @Test
  void agreesWithRationalEliminationWhereWrappedProductsVanish() {
    Random random = new Random(3);
    for (int trial = 0; trial < 300; trial++) {
      int size = 3 + random.nextInt(4);
      int[][] matrix = new int[size][size];
      for (int[] row : matrix) {
        Arrays.setAll(row, c -> random.nextInt(15) - 7 << 27);
      }
      if (trial % 2 == 0) {
        Arrays.setAll(matrix[size - 1], c -> matrix[0][c] - matrix[1][c] >> 1);
      }
      assertThat(ExactRank.of(matrix).rank()).isEqualTo(rationalRank(matrix));
    }
  }

  /** By hand: what is left of the third row is (0, 2^64, 0). */
  @Test
  void aRemainderOf2To64IsNotZero() {
    int[][] rows = {{1, Integer.MIN_VALUE, 0}, {Integer.MIN_VALUE, 0, 1}, {0, 0, 4}};
    assertThat(ExactRank.of(rows).rank()).isEqualTo(3);
  }

  /** Entries near 2^31: the third row already needs minors of more than 64 bits. */
  @Test
  void overflowDoesNotLoseADependency() {
    int big = Integer.MAX_VALUE;
    int[][] rows = {{big, big - 1, 1, 0}, {big - 1, big, 0, 1}, {7, big, big, 3}, {big, 5, 2, big}};
    ExactRank space = ExactRank.of(rows);
    assertThat(space.rank()).isEqualTo(4).isEqualTo(rationalRank(rows));
    ExactRank three = ExactRank.of(Arrays.copyOf(rows, 3));
    int[] dependent = new int[4];
    Arrays.setAll(dependent, c -> rows[0][c] - rows[1][c]);
    assertThat(three.contains(dependent)).isTrue();
    dependent[3]++;
    assertThat(three.contains(dependent)).isFalse();
    assertThat(three.insert(dependent)).isTrue();
    assertThat(three.nullity()).isZero();
  }

  @Test
  void growsRowByRow() {
    ExactRank space = new ExactRank(4);
    assertThat(space.contains(0, 0, 0, 0)).isTrue();
    assertThat(space.insert(1, -2, 1, 0)).isTrue();
    assertThat(space.contains(0, 1, -2, 1)).isFalse();
    assertThat(space.insert(0, 1, -2, 1)).isTrue();
    // Eq. 20: A2 = A1 + A3.
    assertThat(space.contains(1, -1, -1, 1)).isTrue();
    assertThat(space.insert(1, -1, -1, 1)).isFalse();
    assertThat(space.rank()).isEqualTo(2);
    assertThat(space.nullity()).isEqualTo(2);
    space.clear();
    assertThat(space.nullity()).isEqualTo(4);
    assertThat(space.contains(1, -1, -1, 1)).isFalse();
  }

  @Test
  void badRows() {
    assertThatThrownBy(() -> new ExactRank(3).insert(1, 2))
        .isInstanceOf(GrokException.class)
        .hasMessage("a row of 2 entries does not fit 3 columns");
    assertThatThrownBy(() -> new ExactRank(0)).isInstanceOf(GrokException.class);
    assertThatThrownBy(() -> ExactRank.of(new int[0][])).isInstanceOf(GrokException.class);
    assertThatThrownBy(() -> new ExactRank(20_000))
        .isInstanceOf(GrokException.class)
        .hasMessageStartingWith("a row space of 20000 columns would take 3.0 GiB");
  }

  /** Plain Gauss over the rationals: numerators and denominators of any length. */
  private static int rationalRank(int[][] matrix) {
    int columns = matrix[0].length;
    BigInteger[][][] m = new BigInteger[matrix.length][columns][];
    for (int r = 0; r < m.length; r++) {
      for (int c = 0; c < columns; c++) {
        m[r][c] = new BigInteger[] {BigInteger.valueOf(matrix[r][c]), BigInteger.ONE};
      }
    }
    int rank = 0;
    for (int c = 0; c < columns && rank < m.length; c++) {
      int pivot = rank;
      while (pivot < m.length && m[pivot][c][0].signum() == 0) {
        pivot++;
      }
      if (pivot == m.length) {
        continue;
      }
      BigInteger[][] swapped = m[pivot];
      m[pivot] = m[rank];
      m[rank] = swapped;
      for (int r = rank + 1; r < m.length; r++) {
        BigInteger[] factor =
            quotient(m[r][c][0].multiply(swapped[c][1]), m[r][c][1].multiply(swapped[c][0]));
        for (int k = c; k < columns; k++) {
          BigInteger[] x = m[r][k];
          BigInteger taken = factor[0].multiply(swapped[k][0]);
          BigInteger below = factor[1].multiply(swapped[k][1]);
          m[r][k] =
              quotient(x[0].multiply(below).subtract(taken.multiply(x[1])), x[1].multiply(below));
        }
      }
      rank++;
    }
    return rank;
  }

  private static BigInteger[] quotient(BigInteger numerator, BigInteger denominator) {
    BigInteger common = numerator.gcd(denominator);
    return new BigInteger[] {numerator.divide(common), denominator.divide(common)};
  }
}
