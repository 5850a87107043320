package dev.grok.theory.linearnetwork;

import dev.grok.api.GrokException;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.theory.internal.Rows;
import java.util.Arrays;

/**
 * A linear decoder D(r) = A r + b and its inputs, which are trained as well (paper, appendix L). A
 * value; arrays are copied on the way in and out.
 */
public final class LinearNetwork {
  private final double[][] a; // [m][n]
  private final double[] b; // [m]
  private final double[][] r; // [S][n]

  /**
   * A state.
   *
   * @param a A [m][n]
   * @param b b [m]
   * @param r one input for each sample, [S][n]
   */
  public LinearNetwork(double[][] a, double[] b, double[][] r) {
    if (a.length == 0 || r.length == 0 || b.length != a.length) {
      throw new GrokException(
          "a linear network needs A [m][n], b [m] and at least one input: %d rows, %d and %d"
              .formatted(a.length, b.length, r.length));
    }
    int n = a[0].length;
    if (n == 0
        || Arrays.stream(a).anyMatch(row -> row.length != n)
        || Arrays.stream(r).anyMatch(row -> row.length != n)) {
      throw new GrokException("rows of A and inputs must have the same length, at least one");
    }
    this.a = Rows.copy(a);
    this.b = b.clone();
    this.r = Rows.copy(r);
  }

  /**
   * Xavier initialization with AᵀA ≈ 1 (entries normal with variance 1/m), b = 0, and two inputs r
   * and -r with normal entries, as between Eqs. 39 and 40.
   */
  public static LinearNetwork pair(int outputs, int inputs, long seed) {
    if (outputs < 1 || inputs < 1) {
      throw new GrokException(
          "a linear network needs outputs and inputs: %d and %d".formatted(outputs, inputs));
    }
    RandomStream random = new RandomStream(seed, Purpose.THEORY);
    double[][] a = new double[outputs][inputs];
    for (double[] row : a) {
      Arrays.setAll(row, c -> random.normal() / Math.sqrt(outputs));
    }
    double[] plus = new double[inputs];
    Arrays.setAll(plus, c -> random.normal());
    double[] minus = Arrays.stream(plus).map(x -> -x).toArray();
    return new LinearNetwork(a, new double[outputs], new double[][] {plus, minus});
  }

  /** A, [m][n]. */
  public double[][] a() {
    return Rows.copy(a);
  }

  /** b, [m]. */
  public double[] b() {
    return b.clone();
  }

  /** The inputs, [S][n]. */
  public double[][] r() {
    return Rows.copy(r);
  }

  /** Number of outputs, m. */
  public int outputs() {
    return b.length;
  }

  /** Number of dimensions of an input, n. */
  public int inputs() {
    return a[0].length;
  }

  /** Number of samples, S. */
  public int samples() {
    return r.length;
  }

  /** |r - r'| of the first two samples. */
  public double distance() {
    if (r.length < 2) {
      throw new GrokException("a distance needs two samples");
    }
    double squares = 0;
    for (int c = 0; c < inputs(); c++) {
      squares += Math.pow(r[0][c] - r[1][c], 2);
    }
    return Math.sqrt(squares);
  }

  /**
   * ℓ = Σ_samples ½|A r + b - y|² + ½ γ |A|_F² (paper, Eq. 35, which has one sample; for two the
   * regularization counts twice, as in Eq. 39).
   */
  public double loss(double[] y, double gamma) {
    double sum = 0;
    for (double[] input : r) {
      for (int i = 0; i < b.length; i++) {
        double error = b[i] - y[i];
        for (int c = 0; c < input.length; c++) {
          error += a[i][c] * input[c];
          sum += gamma / 2 * a[i][c] * a[i][c];
        }
        sum += error * error / 2;
      }
    }
    return sum;
  }

  /** A, then b, then the inputs, row by row. */
  double[] pack() {
    return Rows.flatten(new double[][] {Rows.flatten(a), b, Rows.flatten(r)});
  }

  /** A network of the same shape from such numbers. */
  LinearNetwork unpack(double[] x) {
    int bAt = outputs() * inputs();
    int rAt = bAt + outputs();
    return new LinearNetwork(
        Rows.of(x, 0, outputs(), inputs()),
        Arrays.copyOfRange(x, bAt, rAt),
        Rows.of(x, rAt, samples(), inputs()));
  }
}
