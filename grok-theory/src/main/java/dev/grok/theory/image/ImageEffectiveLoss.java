package dev.grok.theory.image;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.Rows;
import java.util.Arrays;

/**
 * ℓ_eff = ℓ/Z of image representations (paper, Eq. 32), on the host in double precision: ℓ = Σ
 * |f(x) - f(y)|² over unordered pairs of images of the same label, Z = Σ |f(x)|², not centered. The
 * pairs are never listed: those of a class of n give n Σ|f|² - |Σf|².
 */
public final class ImageEffectiveLoss {
  private final int[] labels;
  private final int[] perClass;

  /**
   * The loss of a labeled set.
   *
   * @param labels [n], not negative
   */
  public ImageEffectiveLoss(int[] labels) {
    if (labels.length == 0) {
      throw new GrokException("an effective loss of images needs at least one image");
    }
    this.labels = labels.clone();
    int classes = 1 + Arrays.stream(labels).max().orElse(0);
    perClass = new int[classes];
    for (int label : labels) {
      if (label < 0) {
        throw new GrokException("a label must not be negative: " + label);
      }
      perClass[label]++;
    }
  }

  /** Number of classes: the largest label plus one. */
  public int classes() {
    return perClass.length;
  }

  int[] labels() {
    return labels;
  }

  int classSize(int label) {
    return perClass[label];
  }

  /** |P|, the number of pairs of the same label. */
  public long pairs() {
    return Arrays.stream(perClass).mapToLong(n -> (long) n * (n - 1) / 2).sum();
  }

  /** ℓ of embeddings [n][d]. */
  public double l(double[][] f) {
    double[][] sums = classSums(f);
    double l = 0;
    for (int x = 0; x < f.length; x++) {
      for (double value : f[x]) {
        l += perClass[labels[x]] * value * value;
      }
    }
    for (double[] sum : sums) {
      for (double value : sum) {
        l -= value * value;
      }
    }
    return l;
  }

  /** Z. */
  public static double z(double[][] f) {
    return Rows.squares(f);
  }

  /** ℓ/Z; NaN for embeddings that are all zero. */
  public double value(double[][] f) {
    return l(f) / z(f);
  }

  /** ∂ℓ_eff/∂f(x) = (2/Z) Σ_y~x (f(x) - f(y)) - (2 ℓ/Z²) f(x) (paper, Eq. 33), [n][d]. */
  public double[][] gradient(double[][] f) {
    double[][] sums = classSums(f);
    double z = z(f);
    double value = l(f) / z;
    double[][] gradient = new double[f.length][];
    for (int x = 0; x < f.length; x++) {
      gradient[x] = new double[f[x].length];
      for (int c = 0; c < f[x].length; c++) {
        double pull = perClass[labels[x]] * f[x][c] - sums[labels[x]][c];
        gradient[x][c] = 2 / z * (pull - value * f[x][c]);
      }
    }
    return gradient;
  }

  /**
   * How far classes have collapsed to their means (neural collapse): mean squared distance of an
   * image from the mean of its class, over the mean squared distance of those means from the mean
   * of all; 0 is complete collapse, and classes that collapsed on one point give infinity or NaN.
   */
  public double withinOverBetween(double[][] f) {
    int d = dimensions(f);
    double[][] sums = classSums(f);
    double[] mean = new double[d];
    for (double[] sum : sums) {
      for (int c = 0; c < d; c++) {
        mean[c] += sum[c] / f.length;
      }
    }
    double within = 0;
    double between = 0;
    for (int x = 0; x < f.length; x++) {
      for (int c = 0; c < d; c++) {
        double ofClass = sums[labels[x]][c] / perClass[labels[x]];
        within += (f[x][c] - ofClass) * (f[x][c] - ofClass);
        between += (ofClass - mean[c]) * (ofClass - mean[c]);
      }
    }
    return within / between;
  }

  /** The means of the classes, [classes][d]; NaN for a class without images. */
  public double[][] classMeans(double[][] f) {
    double[][] means = classSums(f);
    for (int label = 0; label < means.length; label++) {
      for (int c = 0; c < means[label].length; c++) {
        means[label][c] /= perClass[label];
      }
    }
    return means;
  }

  private double[][] classSums(double[][] f) {
    int d = dimensions(f);
    double[][] sums = new double[perClass.length][d];
    for (int x = 0; x < f.length; x++) {
      for (int c = 0; c < d; c++) {
        sums[labels[x]][c] += f[x][c];
      }
    }
    return sums;
  }

  int dimensions(double[][] f) {
    if (f.length != labels.length) {
      throw new GrokException(
          "%d embeddings do not fit %d labels".formatted(f.length, labels.length));
    }
    int d = f[0].length;
    for (double[] row : f) {
      if (row.length != d || d == 0) {
        throw new GrokException("embeddings must have the same number of dimensions, at least one");
      }
    }
    return d;
  }
}
