package dev.grok.models.graph;

import dev.grok.api.GrokException;
import dev.grok.api.MemoryScope;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Write;
import org.jspecify.annotations.Nullable;

/** A node of a graph: a tensor and, where gradients are tracked, its gradient of the same shape. */
public final class Value {
  private final Tensor data;
  private final @Nullable Tensor gradient;
  private @Nullable Tensor scratch;
  private int consumers;
  private int received;

  private Value(Tensor data, @Nullable Tensor gradient) {
    this.data = data;
    this.gradient = gradient;
  }

  static Value tracked(MemoryScope scope, Tensor data) {
    return new Value(data, scope.floats("d " + data.name(), data.shape().toArray()));
  }

  static Value constant(Tensor data) {
    return new Value(data, null);
  }

  public Tensor data() {
    return data;
  }

  /** Whether a backward pass computes a gradient for it. */
  public boolean isTracked() {
    return gradient != null;
  }

  /**
   * The gradient of the last backward pass.
   *
   * @throws GrokException if it is not tracked
   */
  public Tensor gradient() {
    if (gradient == null) {
      throw new GrokException("the gradient of " + data + " is not tracked");
    }
    return gradient;
  }

  /** Notes one more operation that will contribute to the gradient. */
  void addConsumer(MemoryScope scope) {
    consumers++;
    if (consumers == 2) {
      scratch = scope.floats("scratch of d " + data.name(), data.shape().toArray());
    }
  }

  Tensor scratch() {
    if (scratch == null) {
      throw new IllegalStateException(data + " has one consumer but two contributions");
    }
    return scratch;
  }

  void startBackward() {
    received = 0;
  }

  /** How the next contribution is written: the first overwrites what the last pass left. */
  Write nextContribution() {
    return received++ == 0 ? Write.OVERWRITE : Write.ACCUMULATE;
  }
}
