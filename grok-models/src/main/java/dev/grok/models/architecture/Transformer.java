package dev.grok.models.architecture;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Mask;
import dev.grok.models.graph.Graph;
import dev.grok.models.graph.Value;
import dev.grok.models.task.Pair;
import dev.grok.models.task.SymbolTask;
import dev.grok.models.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A transformer on the tokens of one sample (paper, section 4.2: {@link #PAPER}; with other options
 * those of Power et al. 2022 and Nanda et al. 2023). Dropout follows both branches of a block and
 * the activation of its perceptron, as in PyTorch's TransformerEncoderLayer; attention
 * probabilities are not dropped.
 *
 * @param objective what it is trained for
 * @param format which tokens a sample becomes
 * @param width C of the residual stream
 * @param depth number of blocks
 * @param heads of each attention; they divide the width
 * @param mlpWidth hidden width of each block's perceptron
 * @param activation of the perceptrons
 * @param mask of the attention
 * @param positions how a token knows its place
 * @param norm where layers are normalized
 * @param finalNorm whether the stream is normalized after the last block
 * @param readout what the output layer sees
 * @param targetDimension D of the random targets [classes, D]; used by regression alone
 * @param embeddingScale deviation of the initial embeddings; PyTorch's is 1
 * @param decoderScale factor on all other initial weights and biases but those of norms
 * @param dropout probability, in [0, 1)
 */
public record Transformer(
    Objective objective,
    Format format,
    int width,
    int depth,
    int heads,
    int mlpWidth,
    Activation activation,
    Mask mask,
    Positions positions,
    Norm norm,
    boolean finalNorm,
    Readout readout,
    int targetDimension,
    double embeddingScale,
    double decoderScale,
    double dropout)
    implements Model {
  /** Which tokens a sample (a, b) becomes. */
  public enum Format {
    /** a b. */
    PAIR(2),
    /** a b = (Nanda et al.). */
    PAIR_EQUALS(3),
    /** a ∘ b = (Power et al.). */
    EQUATION(4);

    private final int tokens;

    Format(int tokens) {
      this.tokens = tokens;
    }

    /** Symbols beside those of the task. */
    int extraSymbols() {
      return tokens - 2;
    }
  }

  /** How a token knows its place. */
  public enum Positions {
    NONE,
    /** A trained vector for each place, added to the embedding. */
    LEARNED,
    /** Sines and cosines (Vaswani et al. 2017), added to the embedding. */
    SINUSOIDAL
  }

  /** Where layers are normalized. */
  public enum Norm {
    NONE,
    /** Before each branch (PyTorch's norm_first). */
    PRE,
    /** After each residual addition. */
    POST
  }

  /** What the output layer sees. */
  public enum Readout {
    /** All tokens, one after the other. */
    CONCATENATED,
    /** The last token. */
    LAST
  }

  /** The paper's: two pre-norm blocks of width 256, one head, no positions, no mask. */
  public static final Transformer PAPER =
      new Transformer(
          Objective.CLASSIFICATION,
          Format.PAIR,
          256,
          2,
          1,
          256,
          Activation.RELU,
          Mask.NONE,
          Positions.NONE,
          Norm.PRE,
          false,
          Readout.CONCATENATED,
          30,
          1,
          1,
          0);

  private static final double EPSILON = 1e-5;
  private static final String POSITIONS = "positions.weight";
  private static final int MAX_DEPTH = 1 << 10;

  public Transformer {
    Mlp.requireWidth("width", width);
    Mlp.requireWidth("MLP width", mlpWidth);
    Mlp.requireWidth("target dimension", targetDimension);
    Mlp.requireScale("embedding scale", embeddingScale);
    Mlp.requireScale("decoder scale", decoderScale);
    if (depth < 1 || depth > MAX_DEPTH) {
      throw new GrokException("depth must be between 1 and %d: %d".formatted(MAX_DEPTH, depth));
    }
    if (heads < 1 || width % heads != 0) {
      throw new GrokException("heads must divide the width %d: %d".formatted(width, heads));
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new GrokException("dropout must be in [0, 1): " + dropout);
    }
  }

  @Override
  public void requireTask(Task task) {
    if (!(task instanceof SymbolTask)) {
      throw new GrokException("the transformer learns operations on symbols, not " + task);
    }
  }

  @Override
  public int[] tokens(SymbolTask task, Pair pair) {
    int first = task.symbols();
    return switch (format) {
      case PAIR -> new int[] {pair.a(), pair.b()};
      case PAIR_EQUALS -> new int[] {pair.a(), pair.b(), first};
      case EQUATION -> new int[] {pair.a(), first + 1, pair.b(), first};
    };
  }

  @Override
  public List<ParameterSpec> parameters(Task task) {
    Specs specs = new Specs();
    int symbols = ((SymbolTask) task).symbols() + format.extraSymbols();
    Initialization embedded = Initialization.normal(0, embeddingScale);
    specs.add(
        ParameterSpec.plain(
            ToyModel.EMBEDDING, ParameterGroup.EMBEDDING, embedded, symbols, width));
    if (positions == Positions.LEARNED) {
      specs.add(
          ParameterSpec.plain(POSITIONS, ParameterGroup.EMBEDDING, embedded, format.tokens, width));
    }
    for (int layer = 0; layer < depth; layer++) {
      String block = block(layer);
      // PyTorch's MultiheadAttention draws the projection by Xavier and starts biases at zero.
      Initialization xavier = Initialization.xavierUniform(width, 3 * width, decoderScale);
      Initialization zero = Initialization.constant(0);
      specs.weight(block + "self_attn.in_proj_weight", xavier, 3 * width, width);
      specs.vector(block + "self_attn.in_proj_bias", zero, 3 * width);
      specs.weight(block + "self_attn.out_proj.weight", fanIn(width), width, width);
      specs.vector(block + "self_attn.out_proj.bias", zero, width);
      specs.linear(block + "linear1", mlpWidth, width);
      specs.linear(block + "linear2", width, mlpWidth);
      if (norm != Norm.NONE) {
        specs.norm(block + "norm1");
        specs.norm(block + "norm2");
      }
    }
    if (finalNorm) {
      specs.norm("transformer.norm");
    }
    int read = readout == Readout.LAST ? width : format.tokens * width;
    specs.linear("output", outputs(task), read);
    return specs.all;
  }

  /** Collects parameters of the decoder. */
  private final class Specs {
    final List<ParameterSpec> all = new ArrayList<>();

    void add(ParameterSpec spec) {
      all.add(spec);
    }

    void weight(String name, Initialization start, int out, int in) {
      add(ParameterSpec.linear(name, ParameterGroup.DECODER, start, out, in));
    }

    void vector(String name, Initialization start, int length) {
      add(ParameterSpec.plain(name, ParameterGroup.DECODER, start, length));
    }

    void linear(String name, int out, int in) {
      weight(name + ".weight", fanIn(in), out, in);
      vector(name + ".bias", fanIn(in), out);
    }

    void norm(String name) {
      vector(name + ".weight", Initialization.constant(1), width);
      vector(name + ".bias", Initialization.constant(0), width);
    }
  }

  private Initialization fanIn(int in) {
    return Initialization.linear(in, decoderScale);
  }

  private static String block(int layer) {
    return "transformer.layers." + layer + ".";
  }

  @Override
  public Value forward(Pass pass, Task task, Tensor inputs) {
    return new Forward(pass, inputs).run();
  }

  /** One forward pass; the stream is [R, B T, C]. */
  private final class Forward {
    private final Pass pass;
    private final Graph graph;
    private final Tensor inputs;
    private final int batch;
    private int sites;

    Forward(Pass pass, Tensor inputs) {
      this.pass = pass;
      this.graph = pass.graph();
      this.inputs = inputs;
      this.batch = inputs.shape().axis(1);
    }

    Value run() {
      int rows = batch * format.tokens;
      Tensor each = inputs.reshape(inputs.replicas(), rows, 1);
      Value stream = positioned(graph.embeddingSum(pass.parameter(ToyModel.EMBEDDING), each));
      for (int layer = 0; layer < depth; layer++) {
        String block = block(layer);
        stream = branch(stream, block + "norm1", x -> attention(block + "self_attn.", x));
        stream = branch(stream, block + "norm2", x -> perceptron(block, x));
      }
      if (finalNorm) {
        stream = norm("transformer.norm", stream);
      }
      return linear("output", read(stream), Activation.IDENTITY);
    }

    private Value positioned(Value stream) {
      int length = format.tokens * width;
      return switch (positions) {
        case NONE -> stream;
        case LEARNED -> {
          Value vectors = graph.reshape(pass.parameter(POSITIONS), length);
          yield rows(graph.bias(graph.reshape(stream, batch, length), vectors));
        }
        case SINUSOIDAL ->
            rows(
                graph.bias(
                    graph.reshape(stream, batch, length),
                    graph.constant("positions", sinusoids(), length)));
      };
    }

    private Value rows(Value samples) {
      return graph.reshape(samples, batch * format.tokens, width);
    }

    private Value branch(Value stream, String norm, UnaryOperator<Value> function) {
      Value in = Transformer.this.norm == Norm.PRE ? norm(norm, stream) : stream;
      Value sum = graph.residual(stream, dropped(function.apply(in)));
      return Transformer.this.norm == Norm.POST ? norm(norm, sum) : sum;
    }

    private Value attention(String name, Value x) {
      Value qkv =
          graph.linear(
              x,
              pass.parameter(name + "in_proj_weight"),
              pass.parameter(name + "in_proj_bias"),
              Activation.IDENTITY);
      Value heard =
          graph.attention(graph.reshape(qkv, batch, format.tokens, 3 * width), heads, mask);
      return linear(name + "out_proj", rows(heard), Activation.IDENTITY);
    }

    private Value perceptron(String block, Value x) {
      Value hidden = dropped(linear(block + "linear1", x, activation));
      return linear(block + "linear2", hidden, Activation.IDENTITY);
    }

    private Value linear(String name, Value x, Activation activation) {
      return graph.linear(
          x, pass.parameter(name + ".weight"), pass.parameter(name + ".bias"), activation);
    }

    private Value norm(String name, Value x) {
      return graph.layerNorm(
          x, pass.parameter(name + ".weight"), pass.parameter(name + ".bias"), EPSILON);
    }

    private Value dropped(Value x) {
      return pass.dropout()
          .map(from -> graph.dropout(x, from.rate(), from.seed(), from.counter(), sites++))
          .orElse(x);
    }

    private Value read(Value stream) {
      return switch (readout) {
        case CONCATENATED -> graph.reshape(stream, batch, format.tokens * width);
        case LAST -> {
          int[] last = new int[batch];
          for (int b = 0; b < batch; b++) {
            last[b] = (b + 1) * format.tokens - 1;
          }
          yield graph.embeddingSum(stream, graph.constantIds("last tokens", last));
        }
      };
    }
  }

  /** [T C]: sin and cos of place / 10000^(2i/C), alternating. */
  private double[] sinusoids() {
    double[] values = new double[format.tokens * width];
    for (int t = 0; t < format.tokens; t++) {
      for (int c = 0; c < width; c++) {
        double angle = t / StrictMath.pow(10_000, (c - c % 2) / (double) width);
        values[t * width + c] = c % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle);
      }
    }
    return values;
  }

  /** Scales only decide how a replica starts; the rate of dropout is uploaded per replica. */
  @Override
  public Object ensembleKey() {
    return new Transformer(
        objective,
        format,
        width,
        depth,
        heads,
        mlpWidth,
        activation,
        mask,
        positions,
        norm,
        finalNorm,
        readout,
        targetDimension,
        1,
        1,
        0);
  }
}
