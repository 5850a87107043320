package dev.grok.models.architecture;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.models.graph.Parameter.Layout;
import dev.grok.models.graph.Value;
import dev.grok.models.internal.Records;
import dev.grok.models.task.SymbolTask;
import dev.grok.models.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The toy model {@code (a, b) -> Dec(E_a ∘ E_b)} (paper, section 2; with matrices appendix H).
 *
 * @param objective what it is trained for
 * @param combination what ∘ is
 * @param embeddingDimension d of the embeddings: vectors [p, d], or matrices [p, d, d] for {@link
 *     Combination#PRODUCT}
 * @param hiddenWidths widths of the decoder's hidden layers
 * @param activation of the hidden layers; the output is linear
 * @param targetDimension D of the random targets [classes, D]; used by regression alone
 * @param embeddingDistribution of the initial embeddings
 * @param embeddingMean their mean
 * @param embeddingScale s: uniform on mean ± s/2, or normal with deviation s
 * @param decoderScale factor on the decoder's initial weights and biases
 */
public record ToyModel(
    Objective objective,
    Combination combination,
    int embeddingDimension,
    List<Integer> hiddenWidths,
    Activation activation,
    int targetDimension,
    Distribution embeddingDistribution,
    double embeddingMean,
    double embeddingScale,
    double decoderScale)
    implements Model {
  private static final String EMBEDDING = "embedding.weight";

  /** How the embeddings of the two symbols are brought together. */
  public enum Combination {
    /** E_a + E_b. */
    SUM,
    /** (E_a + E_b) / 2 (Fig. 2, addition). */
    MEAN,
    /** The matrix product E_a E_b, for groups that are not abelian (appendix H). */
    PRODUCT
  }

  /** Distributions of initial embeddings. */
  public enum Distribution {
    UNIFORM,
    NORMAL
  }

  /** The components by name; unless they are set they are the paper's. */
  public static final class Builder {
    public Objective objective = Objective.REGRESSION;
    public Combination combination = Combination.SUM;
    public int embeddingDimension = 1;
    public List<Integer> hiddenWidths = List.of(200, 200);
    public Activation activation = Activation.TANH;
    public int targetDimension = 30;
    public Distribution embeddingDistribution = Distribution.UNIFORM;
    public double embeddingMean;
    public double embeddingScale = 1;
    public double decoderScale = 1;
  }

  /** The paper's regression model, 1-200-200-30 with tanh. */
  public static final ToyModel PAPER = Records.build(ToyModel.class, new Builder());

  public ToyModel {
    hiddenWidths = List.copyOf(hiddenWidths);
    Mlp.requireWidth("embedding dimension", embeddingDimension);
    Mlp.requireWidth("target dimension", targetDimension);
    hiddenWidths.forEach(width -> Mlp.requireWidth("hidden width", width));
    Mlp.requireScale("embedding scale", embeddingScale);
    Mlp.requireScale("decoder scale", decoderScale);
    if (!Double.isFinite(embeddingMean)) {
      throw new GrokException("embedding mean must be finite: " + embeddingMean);
    }
    if (combination == Combination.PRODUCT) {
      Mlp.requireWidth("embedding dimension squared", embeddingDimension * embeddingDimension);
    }
  }

  private boolean matrices() {
    return combination == Combination.PRODUCT;
  }

  private Mlp decoder(Task task) {
    int input = matrices() ? embeddingDimension * embeddingDimension : embeddingDimension;
    List<Integer> widths = Mlp.widths(input, hiddenWidths, outputs(task));
    return new Mlp("decoder", widths, activation, decoderScale);
  }

  @Override
  public void requireTask(Task task) {
    if (!(task instanceof SymbolTask)) {
      throw new GrokException("the toy model learns operations on symbols, not " + task);
    }
  }

  @Override
  public List<ParameterSpec> parameters(Task task) {
    int symbols = ((SymbolTask) task).symbols();
    List<Integer> shape =
        matrices()
            ? List.of(symbols, embeddingDimension, embeddingDimension)
            : List.of(symbols, embeddingDimension);
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(
        new ParameterSpec(
            EMBEDDING, ParameterGroup.EMBEDDING, Layout.PLAIN, embeddingStart(), shape));
    specs.addAll(decoder(task).parameters(ParameterGroup.DECODER));
    return specs;
  }

  @Override
  public Optional<String> embedding() {
    return Optional.of(EMBEDDING);
  }

  private Initialization embeddingStart() {
    if (embeddingDistribution == Distribution.NORMAL) {
      return Initialization.normal(embeddingMean, embeddingScale);
    }
    Initialization centered = Initialization.uniform(embeddingScale / 2);
    return random -> (float) (embeddingMean + centered.next(random));
  }

  @Override
  public Value forward(Pass pass, Task task, Tensor inputs) {
    Value embedding = pass.parameter(EMBEDDING);
    Value combined =
        switch (combination) {
          case SUM -> pass.graph().embeddingSum(embedding, inputs);
          case MEAN -> pass.graph().scale(pass.graph().embeddingSum(embedding, inputs), 0.5);
          case PRODUCT -> product(pass, embedding, inputs);
        };
    return decoder(task).forward(pass, combined);
  }

  private Value product(Pass pass, Value embedding, Tensor inputs) {
    int batch = inputs.shape().axis(1);
    Value product = pass.graph().embeddingProduct(embedding, inputs);
    return pass.graph().reshape(product, batch, embeddingDimension * embeddingDimension);
  }

  /** Distribution, mean and scales only decide how a replica starts. */
  @Override
  public Object ensembleKey() {
    return with(
        m -> {
          m.embeddingDistribution = Distribution.UNIFORM;
          m.embeddingMean = 0;
          m.embeddingScale = 1;
          m.decoderScale = 1;
        });
  }

  /** The same with some components changed. */
  public ToyModel with(Consumer<Builder> changes) {
    return Records.with(this, new Builder(), changes);
  }
}
