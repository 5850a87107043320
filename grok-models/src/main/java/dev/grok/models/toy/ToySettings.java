package dev.grok.models.toy;

import dev.grok.api.GrokException;
import dev.grok.api.kernel.Activation;
import java.util.List;

/**
 * The toy model {@code (a, b) -> Dec(E_a + E_b)} (paper, section 2).
 *
 * @param objective regression or classification
 * @param embeddingDimension d of the embeddings E [p, d]
 * @param hiddenWidths widths of the decoder's hidden layers
 * @param activation of the hidden layers; the output is linear
 * @param targetDimension D of the random targets [2p-1, D]; unused by classification
 * @param embeddingScale s: embeddings start uniform on [-s/2, s/2]
 * @param decoderScale factor on the decoder's initial weights and biases
 */
public record ToySettings(
    Objective objective,
    int embeddingDimension,
    List<Integer> hiddenWidths,
    Activation activation,
    int targetDimension,
    double embeddingScale,
    double decoderScale) {
  /** The paper's regression model, 1-200-200-30 with tanh. */
  public static final ToySettings PAPER =
      new ToySettings(Objective.REGRESSION, 1, List.of(200, 200), Activation.TANH, 30, 1, 1);

  private static final int MAX_WIDTH = 1 << 16;

  public ToySettings {
    hiddenWidths = List.copyOf(hiddenWidths);
    requireWidth("embedding dimension", embeddingDimension);
    requireWidth("target dimension", targetDimension);
    hiddenWidths.forEach(width -> requireWidth("hidden width", width));
    requireScale("embedding scale", embeddingScale);
    requireScale("decoder scale", decoderScale);
  }

  private static void requireWidth(String name, int width) {
    if (width < 1 || width > MAX_WIDTH) {
      throw new GrokException("%s must be between 1 and %d: %d".formatted(name, MAX_WIDTH, width));
    }
  }

  private static void requireScale(String name, double scale) {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new GrokException(name + " must be positive and finite: " + scale);
    }
  }

  public ToySettings withEmbeddingScale(double scale) {
    return new ToySettings(
        objective,
        embeddingDimension,
        hiddenWidths,
        activation,
        targetDimension,
        scale,
        decoderScale);
  }
}
