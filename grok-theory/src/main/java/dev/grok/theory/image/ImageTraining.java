package dev.grok.theory.image;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Write;
import dev.grok.models.train.Optimizer;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.theory.internal.Require;
import dev.grok.theory.internal.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains embeddings of images directly on ℓ/Z (paper, appendix I and Fig. 19) on a backend. Plain
 * gradient descent follows the flow, which conserves Z (Eq. 33); Adam, which the paper uses, need
 * not conserve it. The cost of a step depends on the embeddings, not on the number of pairs.
 *
 * @param loss of the labeled images
 * @param settings the optimizer
 */
public record ImageTraining(ImageEffectiveLoss loss, OptimizerSettings settings) {
  /** The paper's optimizer: Adam with learning rate 10⁻³. */
  public static final OptimizerSettings PAPER = OptimizerSettings.adam(1e-3, 0);

  /** The paper's number of steps. */
  public static final int PAPER_STEPS = 100;

  /**
   * The embeddings at one step.
   *
   * @param step number of updates made
   * @param embeddings [n][d]
   * @param loss ℓ_eff
   * @param z Z
   * @param withinOverBetween see {@link ImageEffectiveLoss#withinOverBetween}
   */
  public record Snapshot(
      long step, double[][] embeddings, double loss, double z, double withinOverBetween) {}

  /**
   * Trains embeddings.
   *
   * @param start [n][d]; finite and not all zero
   * @param steps at which the embeddings are wanted, ascending from 0 on
   */
  public List<Snapshot> run(Backend backend, double[][] start, long... steps) {
    int d = loss.dimensions(start);
    double z = ImageEffectiveLoss.z(start);
    if (!(z > 0) || z == Double.POSITIVE_INFINITY) {
      throw new GrokException("embeddings must be finite and not all zero: Z = " + z);
    }
    Require.ascending(
        "steps", Arrays.stream(steps).asDoubleStream().toArray(), Arrays.toString(steps));
    List<Snapshot> snapshots = new ArrayList<>();
    try (MemoryScope scope = backend.scope("image training")) {
      Tensor f = scope.floats("f", 1, start.length, d);
      f.write(Rows.flatten(start));
      try (Recording update = record(backend, scope, f, start.length, d)) {
        long done = 0;
        for (long step : steps) {
          update.run(step - done);
          done = step;
          double[][] now = Rows.of(f.doubles(), 0, start.length, d);
          snapshots.add(
              new Snapshot(
                  step,
                  now,
                  loss.value(now),
                  ImageEffectiveLoss.z(now),
                  loss.withinOverBetween(now)));
        }
      }
    }
    return snapshots;
  }

  private Recording record(Backend backend, MemoryScope scope, Tensor f, int n, int d) {
    Kernels kernels = backend.kernels();
    Tensor ids = scope.ints("labels", 1, n, 1);
    ids.write(loss.labels());
    Tensor sizes = scope.floats("class sizes", 1, n, d);
    double[] repeated = new double[n * d];
    for (int at = 0; at < repeated.length; at++) {
      repeated[at] = loss.classSize(loss.labels()[at / d]);
    }
    sizes.write(repeated);
    Tensor sums = scope.floats("class sums", 1, loss.classes(), d);
    Tensor ofClass = scope.floats("sum of class", 1, n, d);
    Tensor pull = scope.floats("pull", 1, n, d);
    Tensor l = scope.floats("l", 1);
    Tensor z = scope.floats("Z", 1);
    Tensor factor = scope.floats("factor", 1);
    Tensor minus = scope.floats("-1", 1);
    minus.write(-1.0);
    Tensor two = scope.floats("2", 1);
    two.write(2.0);
    Tensor steps = scope.ints("steps", 1);
    Optimizer optimizer = new Optimizer(scope, "image", settings, 1);
    optimizer.add("f", f, pull);
    optimizer.load(0, settings);
    return backend.record(
        () -> {
          // pull = n_class f - Σ f, so that l = f · pull; then (2/Z)(pull - (l/Z) f).
          kernels.embeddingBackward(sums, f, ids, Write.OVERWRITE);
          kernels.embeddingForward(ofClass, sums, ids);
          kernels.multiply(pull, sizes, f);
          kernels.addScaled(pull, pull, minus, ofClass);
          kernels.dot(l, f, pull);
          kernels.dot(z, f, f);
          kernels.divide(factor, l, z);
          kernels.multiply(factor, factor, minus);
          kernels.addScaled(pull, pull, factor, f);
          kernels.divide(factor, two, z);
          kernels.scale(pull, pull, factor);
          optimizer.update(kernels, steps);
          kernels.increment(steps, 1);
        });
  }
}
