package dev.grok.theory.representation;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How far embeddings of the residues modulo p lie on a circle in the plane of their first two
 * principal components (paper, Fig. 1 right): residue i at the angle 2π k i/p and everywhere at the
 * same distance from the mean.
 *
 * @param k residue i has place k i modulo p around the circle, in one direction or the other; 1 to
 *     p/2, or 0 if the most common step between neighbors reaches only some residues
 * @param order share of neighbors around the circle whose difference modulo p is the most common
 *     one; 1: k orders them all
 * @param radiusSpread standard deviation of the distances from the mean over their average
 */
public record Circle(int k, double order, double radiusSpread) {
  /** Largest spread of the radius that still counts as a circle. */
  public static final double MAX_SPREAD = 0.15;

  /**
   * Measures embeddings.
   *
   * @param embeddings [p][d], p ≥ 3, d ≥ 2, embedding i being that of residue i; read
   * @throws GrokException if they are fewer, or not finite
   */
  public static Circle of(double[][] embeddings) {
    int p = embeddings.length;
    if (p < 3 || embeddings[0].length < 2) {
      throw new GrokException(
          "a circle needs at least three embeddings of two dimensions: %d of %d"
              .formatted(p, p == 0 ? 0 : embeddings[0].length));
    }
    double[][] plane = Pca.of(embeddings).transform(embeddings, 2);
    double[] radii = Arrays.stream(plane).mapToDouble(e -> Math.hypot(e[0], e[1])).toArray();
    double mean = Arrays.stream(radii).average().orElseThrow();
    double variance =
        Arrays.stream(radii).map(r -> (r - mean) * (r - mean)).average().orElseThrow();
    int[] around = Rows.ascending(p, i -> Math.atan2(plane[i][1], plane[i][0]));
    int[] count = new int[p];
    for (int place = 0; place < p; place++) {
      count[Math.floorMod(around[(place + 1) % p] - around[place], p)]++;
    }
    int step = IntStream.range(1, p).reduce(1, (best, s) -> count[s] > count[best] ? s : best);
    return new Circle(multiple(step, p), count[step] / (double) p, Math.sqrt(variance) / mean);
  }

  /** The k with k step = ±1 modulo p, at most p/2. */
  private static int multiple(int step, int p) {
    return IntStream.rangeClosed(1, p / 2)
        .filter(k -> ((long) k * step - 1) % p == 0 || ((long) k * step + 1) % p == 0)
        .findFirst()
        .orElse(0);
  }

  /** Whether all residues follow k, and the spread is below 15 %. */
  public boolean isCircle() {
    return k > 0 && order == 1 && radiusSpread < MAX_SPREAD;
  }
}
