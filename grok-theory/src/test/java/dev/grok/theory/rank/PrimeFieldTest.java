package dev.grok.theory.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrimeFieldTest {
  @Test
  void agreesWithBigIntegersInEveryField() {
    Random random = new Random(1);
    assertThat(PrimeField.count()).isGreaterThan(500);
    for (int k : new int[] {0, 1, 2, 40, PrimeField.count() - 1}) {
      PrimeField field = PrimeField.get(k);
      long p = field.prime();
      assertThat(BigInteger.valueOf(p).isProbablePrime(100)).isTrue();
      long[] edges = {0, 1, 2, p - 2, p - 1, p / 2};
      for (int trial = 0; trial < 20_000; trial++) {
        long x = pick(random, edges, p);
        long f = pick(random, edges, p);
        long y = pick(random, edges, p);
        long expected =
            BigInteger.valueOf(f)
                .multiply(BigInteger.valueOf(y))
                .add(BigInteger.valueOf(x))
                .mod(BigInteger.valueOf(p))
                .longValueExact();
        assertThat(field.addProduct(x, f, y)).isEqualTo(expected);
        long[] row = {x};
        field.addScaled(row, f, new long[] {y}, 1);
        assertThat(row[0]).isEqualTo(expected);
        long[] out = new long[1];
        field.difference(
            out, new long[] {x}, new long[] {f}, new long[] {y}, new long[] {edges[trial % 6]}, 1);
        assertThat(out[0]).isEqualTo(Math.floorMod(x + f - y - edges[trial % 6], p));
        if (x != 0) {
          assertThat(field.addProduct(0, x, field.inverse(x))).isEqualTo(1);
        }
        assertThat(field.addProduct(field.negative(x), 1, x)).isZero();
      }
    }
  }

  private static long pick(Random random, long[] edges, long p) {
    return random.nextInt(4) == 0
        ? edges[random.nextInt(edges.length)]
        : Math.floorMod(random.nextLong(), p);
  }
}
