package dev.grok.models.architecture;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Mask;
import dev.grok.models.graph.Graph;
import dev.grok.models.graph.Value;
import dev.grok.models.internal.Records;
import dev.grok.models.task.Pair;
import dev.grok.models.task.SymbolTask;
import dev.grok.models.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

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
 * @param norm how layers are normalized
 * @param normPlace where
 * @param finalNorm whether the stream is normalized after the last block
 * @param readout what the output layer sees
 * @param targetDimension D of the random targets [classes, D]; used by regression alone
 * @param embeddingScale deviation of the initial embeddings; PyTorch's is 1
 * @param decoderScale factor on all other initial weights and biases but those of norms
 * @param dropout probability, in [0, 1)
 */
public record Transformer(
    Objective objective,
    TokenFormat format,
    int width,
    int depth,
    int heads,
    int mlpWidth,
    Activation activation,
    Mask mask,
    Positions positions,
    Norm norm,
    NormPlace normPlace,
    boolean finalNorm,
    Readout readout,
    int targetDimension,
    double embeddingScale,
    double decoderScale,
    double dropout)
    implements Model {
  /** How a token knows its place. */
  public enum Positions {
    NONE,
    /** A trained vector for each place, added to the embedding. */
    LEARNED,
    /** Sines and cosines (Vaswani et al. 2017), added to the embedding. */
    SINUSOIDAL
  }

  /** How layers are normalized. */
  public enum Norm {
    NONE,
    /** To mean 0 and deviation 1, then scaled and shifted. */
    LAYER,
    /** To root mean square 1, then scaled (Zhang and Sennrich 2019). */
    RMS
  }

  /** Where layers are normalized. */
  public enum NormPlace {
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

  /** The components by name; unless they are set they are the paper's. */
  public static final class Builder {
    public Objective objective = Objective.CLASSIFICATION;
    public TokenFormat format = TokenFormat.PAIR;
    public int width = 256;
    public int depth = 2;
    public int heads = 1;
    public int mlpWidth = 256;
    public Activation activation = Activation.RELU;
    public Mask mask = Mask.NONE;
    public Positions positions = Positions.NONE;
    public Norm norm = Norm.LAYER;
    public NormPlace normPlace = NormPlace.PRE;
    public boolean finalNorm;
    public Readout readout = Readout.CONCATENATED;
    public int targetDimension = 30;
    public double embeddingScale = 1;
    public double decoderScale = 1;
    public double dropout;
  }

  /** The paper's: two pre-norm blocks of width 256, one head, no positions, no mask. */
  public static final Transformer PAPER = Records.build(Transformer.class, new Builder());

  private static final double EPSILON = 1e-5;
  private static final String EMBEDDING = "embedding.weight";
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
    if (finalNorm && norm == Norm.NONE) {
      throw new GrokException("a final norm needs a norm: layer or rms");
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
    return format.tokens(task.symbols(), pair);
  }

  @Override
  public List<ParameterSpec> parameters(Task task) {
    List<ParameterSpec> specs = new ArrayList<>();
    int symbols = ((SymbolTask) task).symbols() + format.extraSymbols();
    Initialization embedded = Initialization.normal(0, embeddingScale);
    specs.add(ParameterSpec.plain(EMBEDDING, ParameterGroup.EMBEDDING, embedded, symbols, width));
    if (positions == Positions.LEARNED) {
      specs.add(
          ParameterSpec.plain(
              POSITIONS, ParameterGroup.EMBEDDING, embedded, format.length(), width));
    }
    for (int layer = 0; layer < depth; layer++) {
      addBlock(specs, block(layer));
    }
    if (finalNorm) {
      specs.addAll(norm("transformer.norm."));
    }
    int read = readout == Readout.LAST ? width : format.length() * width;
    specs.addAll(linear("output.", outputs(task), read));
    return specs;
  }

  @Override
  public Optional<String> embedding() {
    return Optional.of(EMBEDDING);
  }

  private void addBlock(List<ParameterSpec> specs, String block) {
    ParameterGroup group = ParameterGroup.DECODER;
    String attention = block + "self_attn.";
    // PyTorch's MultiheadAttention draws the projection by Xavier and starts biases at zero.
    Initialization xavier = Initialization.xavierUniform(width, 3 * width, decoderScale);
    Initialization fanIn = Initialization.linear(width, decoderScale);
    Initialization zero = Initialization.constant(0);
    String in = attention + "in_proj_";
    specs.addAll(ParameterSpec.layer(in, group, xavier, zero, 3 * width, width));
    String out = attention + "out_proj.";
    specs.addAll(ParameterSpec.layer(out, group, fanIn, zero, width, width));
    specs.addAll(linear(block + "linear1.", mlpWidth, width));
    specs.addAll(linear(block + "linear2.", width, mlpWidth));
    if (norm != Norm.NONE) {
      specs.addAll(norm(block + "norm1."));
      specs.addAll(norm(block + "norm2."));
    }
  }

  private List<ParameterSpec> linear(String prefix, int out, int in) {
    Initialization start = Initialization.linear(in, decoderScale);
    return ParameterSpec.layer(prefix, ParameterGroup.DECODER, start, start, out, in);
  }

  private List<ParameterSpec> norm(String prefix) {
    ParameterSpec weight = decoder(prefix + "weight", Initialization.constant(1));
    ParameterSpec bias = decoder(prefix + "bias", Initialization.constant(0));
    return norm == Norm.RMS ? List.of(weight) : List.of(weight, bias);
  }

  private ParameterSpec decoder(String name, Initialization start) {
    return ParameterSpec.plain(name, ParameterGroup.DECODER, start, width);
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

    Forward(Pass pass, Tensor inputs) {
      this.pass = pass;
      this.graph = pass.graph();
      this.inputs = inputs;
      this.batch = inputs.shape().axis(1);
    }

    Value run() {
      int rows = batch * format.length();
      Tensor each = inputs.reshape(inputs.replicas(), rows, 1);
      Value stream = positioned(graph.embeddingSum(pass.parameter(EMBEDDING), each));
      for (int layer = 0; layer < depth; layer++) {
        String block = block(layer);
        stream = branch(stream, block + "norm1.", x -> attention(block + "self_attn.", x));
        stream = branch(stream, block + "norm2.", x -> perceptron(block, x));
      }
      if (finalNorm) {
        stream = norm("transformer.norm.", stream);
      }
      return pass.linear("output.", read(stream), Activation.IDENTITY);
    }

    private Value positioned(Value stream) {
      if (positions == Positions.NONE) {
        return stream;
      }
      int length = format.length() * width;
      Value vectors =
          positions == Positions.LEARNED
              ? graph.reshape(pass.parameter(POSITIONS), length)
              : graph.constant("positions", sinusoids(), length);
      return rows(graph.bias(graph.reshape(stream, batch, length), vectors));
    }

    private Value rows(Value samples) {
      return graph.reshape(samples, batch * format.length(), width);
    }

    private Value branch(Value stream, String norm, UnaryOperator<Value> function) {
      Value in = normPlace == NormPlace.PRE ? norm(norm, stream) : stream;
      Value sum = graph.residual(stream, dropped(function.apply(in)));
      return normPlace == NormPlace.POST ? norm(norm, sum) : sum;
    }

    private Value attention(String name, Value x) {
      Value qkv = pass.linear(name + "in_proj_", x, Activation.IDENTITY);
      Value heard =
          graph.attention(graph.reshape(qkv, batch, format.length(), 3 * width), heads, mask);
      return pass.linear(name + "out_proj.", rows(heard), Activation.IDENTITY);
    }

    private Value perceptron(String block, Value x) {
      Value hidden = dropped(pass.linear(block + "linear1.", x, activation));
      return pass.linear(block + "linear2.", hidden, Activation.IDENTITY);
    }

    private Value norm(String prefix, Value x) {
      if (norm == Norm.NONE) {
        return x;
      }
      Value weight = pass.parameter(prefix + "weight");
      return norm == Norm.RMS
          ? graph.rmsNorm(x, weight, EPSILON)
          : graph.layerNorm(x, weight, pass.parameter(prefix + "bias"), EPSILON);
    }

    private Value dropped(Value x) {
      return pass.dropout()
          .map(from -> graph.dropout(x, from.rate(), from.seed(), from.counter()))
          .orElse(x);
    }

    private Value read(Value stream) {
      return switch (readout) {
        case CONCATENATED -> graph.reshape(stream, batch, format.length() * width);
        case LAST -> {
          int[] last = IntStream.rangeClosed(1, batch).map(b -> b * format.length() - 1).toArray();
          yield graph.embeddingSum(stream, graph.constantIds("last tokens", last));
        }
      };
    }
  }

  /** [T C]: sin and cos of place / 10000^(2i/C), alternating. */
  private double[] sinusoids() {
    double[] values = new double[format.length() * width];
    for (int t = 0; t < format.length(); t++) {
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
    return with(
        t -> {
          t.embeddingScale = 1;
          t.decoderScale = 1;
          t.dropout = 0;
        });
  }

  /** The same with some components changed. */
  public Transformer with(Consumer<Builder> changes) {
    return Records.with(this, new Builder(), changes);
  }
}
