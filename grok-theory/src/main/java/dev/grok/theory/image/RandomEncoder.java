package dev.grok.theory.image;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.theory.internal.Rows;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The untrained MLP that embeds images (paper, appendix I), initialized as PyTorch does: weights
 * and biases uniform on ±1/√fan_in. The paper does not give its widths and activation.
 *
 * @param hiddenWidths widths of the hidden layers
 * @param activation of the hidden layers; the output is linear
 * @param outputs dimensions of an embedding; 2 in the paper
 * @param seed of the weights
 */
public record RandomEncoder(
    List<Integer> hiddenWidths, Activation activation, int outputs, long seed) {
  public RandomEncoder {
    hiddenWidths = List.copyOf(hiddenWidths);
    if (outputs < 1 || hiddenWidths.stream().anyMatch(width -> width < 1)) {
      throw new GrokException(
          "widths of an encoder must be positive: %s and %d".formatted(hiddenWidths, outputs));
    }
  }

  /** Two hidden layers of 200 with ReLU, as in the MNIST experiments, to two dimensions. */
  public static RandomEncoder standard(long seed) {
    return new RandomEncoder(List.of(200, 200), Activation.RELU, 2, seed);
  }

  /**
   * Embeds images.
   *
   * @param images [n][pixels]
   * @return [n][outputs]
   */
  public double[][] encode(Backend backend, float[][] images) {
    if (images.length == 0) {
      throw new GrokException("there is no image to embed");
    }
    int n = images.length;
    int width = images[0].length;
    float[] pixels = new float[n * width];
    for (int x = 0; x < n; x++) {
      if (images[x].length != width) {
        throw new GrokException(
            "image %d has %d pixels, the first %d".formatted(x, images[x].length, width));
      }
      System.arraycopy(images[x], 0, pixels, x * width, width);
    }
    try (MemoryScope scope = backend.scope("random encoder")) {
      Tensor hidden = scope.floats("images", 1, n, width);
      hidden.write(pixels);
      for (int layer = 0; layer <= hiddenWidths.size(); layer++) {
        boolean last = layer == hiddenWidths.size();
        int next = last ? outputs : hiddenWidths.get(layer);
        RandomStream random = new RandomStream(seed, Purpose.DECODER, layer);
        Tensor weight = scope.floats("weight", 1, width, next);
        Tensor bias = scope.floats("bias", 1, next);
        double bound = 1 / Math.sqrt(width);
        weight.write(uniform(random, bound, width * next));
        bias.write(uniform(random, bound, next));
        Tensor out = scope.floats("layer", 1, n, next);
        backend.kernels().matmul(out, hidden, weight, Transpose.NONE, Write.OVERWRITE);
        backend
            .kernels()
            .biasActivationForward(out, out, bias, last ? Activation.IDENTITY : activation);
        hidden = out;
        width = next;
      }
      return Rows.of(hidden.doubles(), 0, n, outputs);
    }
  }

  private static double[] uniform(RandomStream random, double bound, int count) {
    return DoubleStream.generate(() -> random.uniform(bound)).limit(count).toArray();
  }
}
