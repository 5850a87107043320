package dev.grok.models.graph;

import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.models.graph.Parameter.Layout;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A sequence of operations on R replicas. Building it allocates every tensor; {@link #forward} and
 * {@link #backward} then only call kernels, so both can be recorded. An operation is added together
 * with its derivative, and the backward pass runs the derivatives in reverse order.
 */
public final class Graph {
  /** Whether a graph is trained or only evaluated. */
  public enum Gradients {
    TRACKED,
    NONE
  }

  private final MemoryScope scope;
  private final Kernels kernels;
  private final int replicas;
  private final Gradients gradients;
  private final Tape tape;
  private int dropouts;

  public Graph(MemoryScope scope, int replicas, Gradients gradients) {
    this.scope = scope;
    this.kernels = scope.kernels();
    this.replicas = replicas;
    this.gradients = gradients;
    this.tape = new Tape(scope, kernels, gradients == Gradients.TRACKED);
  }

  /** A parameter of the given shape per replica, to be shared by any number of graphs. */
  public static Parameter parameter(
      MemoryScope scope, int replicas, String name, Layout layout, int... shape) {
    Value value = Value.tracked(scope, scope.floats(name, axes(replicas, shape)));
    return new Parameter(name, layout, value);
  }

  /** {@code Σ_t table[ids[b, t]]}: table [R, V, C], ids [R?, B, T], result [R, B, C]. */
  public Value embeddingSum(Value table, Tensor ids) {
    int batch = ids.shape().axis(1);
    int channels = table.data().shape().axis(2);
    Value out = value(table.data().name() + " sum", batch, channels);
    tape.add(
        () -> kernels.embeddingForward(out.data(), table.data(), ids),
        () ->
            kernels.embeddingBackward(
                table.gradient(), out.gradient(), ids, table.nextContribution()),
        table);
    return out;
  }

  /** A tensor that is only read, for example the features of images. */
  public Value constant(Tensor data) {
    return Value.constant(data);
  }

  /** Values that all replicas share and that are not trained. */
  public Value constant(String name, double[] values, int... shape) {
    Tensor tensor = scope.floats(name, axes(1, shape));
    tensor.write(values);
    return Value.constant(tensor);
  }

  /** Ids [1, B, 1] that all replicas share, for {@link #embeddingSum} to gather rows by. */
  public Tensor constantIds(String name, int... ids) {
    Tensor tensor = scope.ints(name, 1, ids.length, 1);
    tensor.write(ids);
    return tensor;
  }

  /** {@code x + b}: x [R, B, C], bias [R?, C], result [R, B, C]. */
  public Value bias(Value x, Value bias) {
    Value out = value(x.data().name() + " + " + bias.data().name(), shape(x));
    Tensor dBias =
        bias.isTracked()
            ? bias.gradient()
            : scope.floats("unused d " + bias.data().name(), replicas, shape(x)[1]);
    tape.add(
        () -> kernels.biasActivationForward(out.data(), x.data(), bias.data(), Activation.IDENTITY),
        () -> {
          Write write = bias.isTracked() ? bias.nextContribution() : Write.OVERWRITE;
          Tensor y = out.data();
          Tensor dy = out.gradient();
          Activation none = Activation.IDENTITY;
          tape.contribute(
              x, d -> kernels.biasActivationBackward(d, dBias, dy, y, bias.data(), y, none, write));
        },
        x,
        bias);
    return out;
  }

  /** The same elements under another shape, given without its leading replica axis. */
  public Value reshape(Value x, int... shape) {
    return x.view(axes(x.data().replicas(), shape));
  }

  /** {@code E_a E_b}: table [R, V, D, D], ids [R?, B, 2], result [R, B, D, D]. */
  public Value embeddingProduct(Value table, Tensor ids) {
    int dimension = table.data().shape().axis(2);
    Value out = value(table.data().name() + " product", ids.shape().axis(1), dimension, dimension);
    tape.add(
        () -> kernels.embeddingProductForward(out.data(), table.data(), ids),
        () ->
            kernels.embeddingProductBackward(
                table.gradient(), out.gradient(), table.data(), ids, table.nextContribution()),
        table);
    return out;
  }

  /** {@code factor x}. */
  public Value scale(Value x, double factor) {
    Tensor factors = scope.floats("factor", 1);
    factors.write(factor);
    Value out = value(x.data().name() + " scaled", shape(x));
    return add(
        out,
        x,
        () -> kernels.scale(out.data(), x.data(), factors),
        d -> kernels.scale(d, out.gradient(), factors));
  }

  /**
   * {@code x + branch}, of the same shape. The result takes the place of x, which must not be used
   * any more. Both have one gradient: the operations of the branch add to it, and only the branch
   * gets a copy.
   *
   * @throws IllegalStateException if x is used later
   */
  public Value residual(Value x, Value branch) {
    String name = x.data().name() + " + " + branch.data().name();
    boolean stream = gradients == Gradients.TRACKED && x.isTracked();
    Value out =
        stream ? x.followedBy(scope.floats(name, axes(replicas, shape(x)))) : value(name, shape(x));
    return add(
        out,
        branch,
        () -> kernels.add(out.data(), x.data(), branch.data()),
        d -> kernels.copy(d, out.gradient()));
  }

  /**
   * Layer normalization over the last axis: x [R, B, C], weight and bias [R, C], result [R, B, C].
   */
  public Value layerNorm(Value x, Value weight, Value bias, double epsilon) {
    int batch = x.data().shape().axis(1);
    Tensor w = weight.data();
    Value out = value(w.name() + " out", shape(x));
    Tensor mean = scope.floats(w.name() + " mean", replicas, batch);
    Tensor inverse = scope.floats(w.name() + " 1/deviation", replicas, batch);
    tape.add(
        () ->
            kernels.layerNormForward(out.data(), mean, inverse, x.data(), w, bias.data(), epsilon),
        () -> {
          Tensor dw = weight.gradient();
          Tensor db = bias.gradient();
          Tensor dy = out.gradient();
          Write write = x.nextContribution();
          Write both = bothContributions(weight, bias);
          kernels.layerNormBackward(
              x.gradient(), dw, db, dy, x.data(), mean, inverse, w, write, both);
        },
        x,
        weight,
        bias);
    return out;
  }

  /** One kernel writes both: they are always used together. */
  private static Write bothContributions(Value a, Value b) {
    Write write = a.nextContribution();
    if (b.nextContribution() != write) {
      throw new IllegalStateException(a.data() + " and " + b.data() + " are used apart");
    }
    return write;
  }

  /** RMS normalization of each row: x [R, B, C], weight [R, C]. */
  public Value rmsNorm(Value x, Value weight, double epsilon) {
    Value out = value(weight.data().name() + " out", shape(x));
    int batch = x.data().shape().axis(1);
    Tensor inverse = scope.floats(weight.data().name() + " 1/root", replicas, batch);
    tape.add(
        () -> kernels.rmsNormForward(out.data(), inverse, x.data(), weight.data(), epsilon),
        () ->
            kernels.rmsNormBackward(
                x.gradient(),
                weight.gradient(),
                out.gradient(),
                x.data(),
                inverse,
                weight.data(),
                x.nextContribution(),
                weight.nextContribution()),
        x,
        weight);
    return out;
  }

  /** Self-attention with H heads: qkv [R, B, T, 3C], result [R, B, T, C]. */
  public Value attention(Value qkv, int heads, Mask mask) {
    int batch = qkv.data().shape().axis(1);
    int tokens = qkv.data().shape().axis(2);
    Value out = value("attention", batch, tokens, qkv.data().shape().axis(3) / 3);
    Tensor logSumExp = scope.floats("attention log-sum-exp", replicas, batch, heads, tokens);
    Tensor workspace = scope.floats("attention workspace", replicas, batch, heads, tokens);
    tape.add(
        () -> kernels.attentionForward(out.data(), logSumExp, qkv.data(), mask),
        () ->
            kernels.attentionBackward(
                qkv.gradient(), workspace, out.gradient(), out.data(), logSumExp, qkv.data(), mask),
        qkv);
    return out;
  }

  /**
   * Drops elements at random and scales the others up. Masks of several places in a graph are
   * independent.
   *
   * @param rate [R?] probability that an element is dropped
   * @param seed [R?, 2] int
   * @param counter [R?] int, advanced by every step
   */
  public Value dropout(Value x, Tensor rate, Tensor seed, Tensor counter) {
    Value out = value(x.data().name() + " dropout", shape(x));
    int site = dropouts++;
    return add(
        out,
        x,
        () -> kernels.dropout(out.data(), x.data(), rate, seed, counter, site),
        d -> kernels.dropout(d, out.gradient(), rate, seed, counter, site));
  }

  /** {@code f(x W + b)}: x [R?, B, M], weight [R, M, N], bias [R, N], result [R, B, N]. */
  public Value linear(Value x, Value weight, Value bias, Activation activation) {
    int batch = x.data().shape().axis(1);
    int outputs = weight.data().shape().axis(2);
    Value out = value(weight.data().name() + " out", batch, outputs);
    Tensor product =
        activation.savesInput() && gradients == Gradients.TRACKED
            ? scope.floats(weight.data().name() + " product", replicas, batch, outputs)
            : out.data();
    tape.add(
        () -> {
          kernels.matmul(product, x.data(), weight.data(), Transpose.NONE, Write.OVERWRITE);
          kernels.biasActivationForward(out.data(), product, bias.data(), activation);
        },
        () -> {
          // In place: nothing asks for the gradient behind the activation again.
          Tensor d = out.gradient();
          Tensor b = bias.data();
          Write write = bias.nextContribution();
          kernels.biasActivationBackward(
              d, bias.gradient(), d, product, b, out.data(), activation, write);
          kernels.matmul(weight.gradient(), x.data(), d, Transpose.A, weight.nextContribution());
          if (x.isTracked()) {
            kernels.matmul(x.gradient(), d, weight.data(), Transpose.B, x.nextContribution());
          }
        },
        x,
        weight,
        bias);
    return out;
  }

  /** Mean squared error per replica: predictions [R, B, D], targets [R?, B, D], result [R]. */
  public Value meanSquaredError(Value predictions, Tensor targets) {
    Value loss = value("mean squared error");
    Tensor data = predictions.data();
    return add(
        loss,
        predictions,
        () -> kernels.meanSquaredErrorForward(loss.data(), data, targets),
        d -> kernels.meanSquaredErrorBackward(d, loss.gradient(), data, targets));
  }

  /** Softmax cross-entropy per replica: logits [R, B, V], labels [R?, B], result [R]. */
  public Value softmaxCrossEntropy(Value logits, Tensor labels) {
    Value loss = value("cross-entropy");
    Tensor data = logits.data();
    return add(
        loss,
        logits,
        () -> kernels.softmaxCrossEntropyForward(loss.data(), data, labels),
        d -> kernels.softmaxCrossEntropyBackward(d, loss.gradient(), data, labels));
  }

  /** Adds an operation with one tracked input, whose derivative can only overwrite. */
  private Value add(Value out, Value input, Runnable forward, Consumer<Tensor> derivative) {
    tape.add(forward, () -> tape.contribute(input, derivative), input);
    return out;
  }

  /** Calls the kernels of all operations in order. */
  public void forward() {
    tape.forward();
  }

  /** Computes the gradients of the sum of {@code loss} [R] over replicas, which share nothing. */
  public void backward(Value loss) {
    tape.backward(loss);
  }

  private static int[] axes(int replicas, int... shape) {
    int[] axes = new int[shape.length + 1];
    axes[0] = replicas;
    System.arraycopy(shape, 0, axes, 1, shape.length);
    return axes;
  }

  /** The shape of one replica. */
  private static int[] shape(Value x) {
    int[] axes = x.data().shape().toArray();
    return Arrays.copyOfRange(axes, 1, axes.length);
  }

  private Value value(String name, int... shape) {
    Tensor data = scope.floats(name, axes(replicas, shape));
    if (gradients == Gradients.NONE) {
      return Value.constant(data);
    }
    return Value.tracked(scope, data);
  }
}
