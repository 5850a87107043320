package dev.grok.theory.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.Candidate;
import dev.grok.api.kernel.Activation;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.theory.image.ImageTraining.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageTheoryTest {
  private static final int[] LABELS = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 0, 1};

  static List<String> backends() {
    return Backends.report().stream().map(Candidate::name).toList();
  }

  private static double[][] normal(int n, int d, long seed) {
    RandomStream random = new RandomStream(seed, Purpose.THEORY);
    double[][] f = new double[n][d];
    for (double[] row : f) {
      for (int c = 0; c < d; c++) {
        row[c] = random.normal();
      }
    }
    return f;
  }

  /** One step of plain descent is the gradient of Eq. 33. */
  @ParameterizedTest
  @MethodSource("backends")
  void oneStepIsTheGradient(String name) {
    double[][] start = normal(12, 2, 1);
    ImageEffectiveLoss loss = new ImageEffectiveLoss(LABELS);
    double[][] gradient = loss.gradient(start);
    double rate = 0.01;
    try (Backend backend = Backends.open(name)) {
      List<Snapshot> run =
          new ImageTraining(loss, OptimizerSettings.sgd(rate, 0, 0)).run(backend, start, 0, 1);
      boolean exact = name.equals("reference");
      for (int x = 0; x < 12; x++) {
        for (int c = 0; c < 2; c++) {
          assertThat(run.get(0).embeddings()[x][c])
              .isCloseTo(start[x][c], within(exact ? 0.0 : 1e-6));
          // Float32: a few roundings of numbers of order one.
          assertThat(run.get(1).embeddings()[x][c])
              .isCloseTo(start[x][c] - rate * gradient[x][c], within(exact ? 1e-14 : 2e-6));
        }
      }
    }
  }

  /** Eq. 33: Z is conserved by the flow, so plain descent drifts by the order of its step. */
  @Test
  void descentConservesZ() {
    double[][] start = normal(12, 2, 2);
    ImageEffectiveLoss loss = new ImageEffectiveLoss(LABELS);
    double[] drift = new double[2];
    try (Backend backend = Backends.open("reference")) {
      for (int halving = 0; halving < 2; halving++) {
        int steps = 400 << halving;
        List<Snapshot> run =
            new ImageTraining(loss, OptimizerSettings.sgd(2.0 / steps, 0, 0))
                .run(backend, start, 0, steps);
        drift[halving] = run.get(1).z() / run.get(0).z() - 1;
        assertThat(run.get(1).loss()).isLessThan(0.7 * run.get(0).loss());
      }
    }
    assertThat(drift[0]).isBetween(1e-6, 1e-2);
    assertThat(drift[0] / drift[1]).isBetween(1.8, 2.2);
  }

  /** Fig. 19: images of a class collapse on their mean, the means stay apart, nothing vanishes. */
  @Test
  void sameClassImagesCollapse() {
    int n = 300;
    int[] labels = new int[n];
    float[][] images = new float[n][30];
    RandomStream random = new RandomStream(3, Purpose.THEORY);
    for (int x = 0; x < n; x++) {
      labels[x] = x % 10;
      for (int pixel = 0; pixel < 30; pixel++) {
        images[x][pixel] = random.unit() * (pixel % 10 == labels[x] ? 1 : 0.4f);
      }
    }
    ImageEffectiveLoss loss = new ImageEffectiveLoss(labels);
    try (Backend backend = Backends.open("cpu")) {
      double[][] start = RandomEncoder.standard(0).encode(backend, images);
      List<Snapshot> run =
          new ImageTraining(loss, ImageTraining.PAPER)
              .run(backend, start, 0, ImageTraining.PAPER_STEPS);
      Snapshot first = run.get(0);
      Snapshot last = run.get(1);
      assertThat(first.withinOverBetween()).isGreaterThan(0.5);
      assertThat(last.withinOverBetween()).isLessThan(0.01 * first.withinOverBetween());
      assertThat(last.z()).isBetween(0.5 * first.z(), 2 * first.z());
      double[][] means = loss.classMeans(last.embeddings());
      double nearest = Double.POSITIVE_INFINITY;
      for (int a = 0; a < 10; a++) {
        for (int b = 0; b < a; b++) {
          nearest =
              Math.min(nearest, Math.hypot(means[a][0] - means[b][0], means[a][1] - means[b][1]));
        }
      }
      double within = Math.sqrt(last.withinOverBetween());
      assertThat(nearest).isGreaterThan(0).isGreaterThan(within * 1e-3);
    }
  }

  @Test
  void theEncoderIsADecidedFunction() {
    float[][] images = {{0, 0.5f, 1}, {1, 0, 0.25f}};
    RandomEncoder encoder = new RandomEncoder(List.of(7), Activation.TANH, 2, 5);
    try (Backend reference = Backends.open("reference");
        Backend cpu = Backends.open("cpu")) {
      double[][] exact = encoder.encode(reference, images);
      double[][] fast = encoder.encode(cpu, images);
      assertThat(exact).hasDimensions(2, 2);
      for (int x = 0; x < 2; x++) {
        assertThat(fast[x]).containsExactly(exact[x], within(1e-6));
      }
      assertThat(new RandomEncoder(List.of(7), Activation.TANH, 2, 6).encode(reference, images)[0])
          .isNotEqualTo(exact[0]);
      // By hand: a linear layer alone, weights and then biases from the stream of layer 0.
      double[][] linear =
          new RandomEncoder(List.of(), Activation.TANH, 1, 5).encode(reference, images);
      RandomStream random = new RandomStream(5, Purpose.DECODER, 0);
      double bound = 1 / Math.sqrt(3);
      double[] w = {random.uniform(bound), random.uniform(bound), random.uniform(bound)};
      RandomStream again = new RandomStream(5, Purpose.DECODER, 0);
      for (int k = 0; k < 3; k++) {
        again.uniform(bound);
      }
      double b = again.uniform(bound);
      assertThat(linear[0][0]).isCloseTo(w[1] * 0.5 + w[2] + b, within(1e-12));
      assertThat(linear[1][0]).isCloseTo(w[0] + w[2] * 0.25 + b, within(1e-12));
    }
  }

  @Test
  void badInput() {
    ImageEffectiveLoss loss = new ImageEffectiveLoss(LABELS);
    assertThatThrownBy(() -> loss.value(normal(3, 2, 0)))
        .isInstanceOf(GrokException.class)
        .hasMessage("3 embeddings do not fit 12 labels");
    assertThatThrownBy(() -> new ImageEffectiveLoss(new int[0]))
        .hasMessage("an effective loss of images needs at least one image");
    assertThatThrownBy(() -> new ImageEffectiveLoss(new int[] {0, -1}))
        .hasMessage("a label must not be negative: -1");
    assertThatThrownBy(() -> new RandomEncoder(List.of(0), Activation.RELU, 2, 0))
        .hasMessage("widths of an encoder must be positive: [0] and 2");
    try (Backend backend = Backends.open("reference")) {
      ImageTraining training = new ImageTraining(loss, ImageTraining.PAPER);
      assertThatThrownBy(() -> training.run(backend, new double[12][2], 1))
          .hasMessage("embeddings must be finite and not all zero: Z = 0.0");
      assertThatThrownBy(() -> training.run(backend, normal(12, 2, 0), 2, 1))
          .hasMessage("steps must ascend from 0 on: [2, 1]");
      assertThatThrownBy(
              () -> RandomEncoder.standard(0).encode(backend, new float[][] {{1}, {1, 2}}))
          .hasMessage("image 1 has 2 pixels, the first 1");
      assertThatThrownBy(() -> RandomEncoder.standard(0).encode(backend, new float[0][]))
          .hasMessage("there is no image to embed");
    }
  }
}
