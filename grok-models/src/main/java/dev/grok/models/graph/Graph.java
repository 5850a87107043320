package dev.grok.models.graph;

import dev.grok.api.MemoryScope;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.models.graph.Parameter.Layout;
import java.util.ArrayList;
import java.util.List;
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

  private record Operation(Runnable forward, Runnable backward) {}

  private final MemoryScope scope;
  private final Kernels kernels;
  private final int replicas;
  private final Gradients gradients;
  private final List<Operation> operations = new ArrayList<>();
  private final List<Value> tracked = new ArrayList<>();
  private final Tensor one;

  public Graph(MemoryScope scope, int replicas, Gradients gradients) {
    this.scope = scope;
    this.kernels = scope.backend().kernels();
    this.replicas = replicas;
    this.gradients = gradients;
    this.one = scope.floats("dLoss", 1);
    one.write(1.0);
  }

  /** A parameter of the given shape per replica, to be shared by any number of graphs. */
  public static Parameter parameter(
      MemoryScope scope, int replicas, String name, Layout layout, int... shape) {
    int[] axes = new int[shape.length + 1];
    axes[0] = replicas;
    System.arraycopy(shape, 0, axes, 1, shape.length);
    return new Parameter(name, layout, Value.tracked(scope, scope.floats(name, axes)));
  }

  /** {@code Σ_t table[ids[b, t]]}: table [R, V, C], ids [R?, B, T], result [R, B, C]. */
  public Value embeddingSum(Value table, Tensor ids) {
    int batch = ids.shape().axis(1);
    int channels = table.data().shape().axis(2);
    Value out = value(table.data().name() + " sum", batch, channels);
    add(
        () -> kernels.embeddingForward(out.data(), table.data(), ids),
        () ->
            kernels.embeddingBackward(
                table.gradient(), out.gradient(), ids, table.nextContribution()),
        table);
    return out;
  }

  /** {@code f(x W + b)}: x [R, B, M], weight [R, M, N], bias [R, N], result [R, B, N]. */
  public Value linear(Value x, Value weight, Value bias, Activation activation) {
    int batch = x.data().shape().axis(1);
    Value out = value(weight.data().name() + " out", batch, weight.data().shape().axis(2));
    boolean inPlace = gradients == Gradients.NONE || !activation.savesInput();
    Tensor pre =
        inPlace
            ? out.data()
            : scope.floats(weight.data().name() + " pre", out.data().shape().toArray());
    add(
        () -> {
          kernels.matmul(pre, x.data(), weight.data(), Transpose.NONE, Write.OVERWRITE);
          kernels.biasActivationForward(out.data(), pre, bias.data(), activation);
        },
        () -> {
          // In place: behind the activation nothing asks for this gradient again.
          Tensor dPre = out.gradient();
          kernels.biasActivationBackward(
              dPre,
              bias.gradient(),
              dPre,
              pre,
              bias.data(),
              out.data(),
              activation,
              bias.nextContribution());
          kernels.matmul(weight.gradient(), x.data(), dPre, Transpose.A, weight.nextContribution());
          if (x.isTracked()) {
            kernels.matmul(x.gradient(), dPre, weight.data(), Transpose.B, x.nextContribution());
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
    add(
        () -> kernels.meanSquaredErrorForward(loss.data(), predictions.data(), targets),
        () ->
            contribute(
                predictions,
                d ->
                    kernels.meanSquaredErrorBackward(
                        d, loss.gradient(), predictions.data(), targets)),
        predictions);
    return loss;
  }

  /** Softmax cross-entropy per replica: logits [R, B, V], labels [R?, B], result [R]. */
  public Value softmaxCrossEntropy(Value logits, Tensor labels) {
    Value loss = value("cross-entropy");
    add(
        () -> kernels.softmaxCrossEntropyForward(loss.data(), logits.data(), labels),
        () ->
            contribute(
                logits,
                d ->
                    kernels.softmaxCrossEntropyBackward(d, loss.gradient(), logits.data(), labels)),
        logits);
    return loss;
  }

  /** Calls the kernels of all operations in order. */
  public void forward() {
    operations.forEach(operation -> operation.forward.run());
  }

  /** Computes the gradients of the sum of {@code loss} [R] over replicas, which share nothing. */
  public void backward(Value loss) {
    tracked.forEach(Value::startBackward);
    kernels.copy(loss.gradient(), one);
    for (int i = operations.size() - 1; i >= 0; i--) {
      operations.get(i).backward.run();
    }
  }

  private Value value(String name, int... shape) {
    int[] axes = new int[shape.length + 1];
    axes[0] = replicas;
    System.arraycopy(shape, 0, axes, 1, shape.length);
    Tensor data = scope.floats(name, axes);
    if (gradients == Gradients.NONE) {
      return Value.constant(data);
    }
    return Value.tracked(scope, data);
  }

  private void add(Runnable forward, Runnable backward, Value... inputs) {
    operations.add(new Operation(forward, backward));
    if (gradients == Gradients.TRACKED) {
      for (Value input : inputs) {
        if (input.isTracked()) {
          input.addConsumer(scope);
          if (!tracked.contains(input)) {
            tracked.add(input);
          }
        }
      }
    }
  }

  /** For kernels that can only overwrite: a later contribution goes through the scratch tensor. */
  private void contribute(Value to, Consumer<Tensor> overwrite) {
    if (!to.isTracked()) {
      return;
    }
    if (to.nextContribution() == Write.OVERWRITE) {
      overwrite.accept(to.gradient());
    } else {
      overwrite.accept(to.scratch());
      kernels.add(to.gradient(), to.gradient(), to.scratch());
    }
  }
}
