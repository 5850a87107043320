package dev.grok.models.graph;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Write;
import org.jspecify.annotations.Nullable;

/** A node of a graph: a tensor and, where gradients are tracked, its gradient of the same shape. */
public final class Value {
  /**
   * Shared by a value, its views and the residual stream it is part of: how many contributions the
   * gradient gets in a backward pass, and how many it has got so far.
   */
  private static final class Account {
    /** Holds the elements that may still be used. */
    Tensor current;

    @Nullable Tensor scratch;
    int consumers;
    int received;

    Account(Tensor data) {
      current = data;
    }
  }

  private final Tensor data;
  private final @Nullable Tensor gradient;
  private final Account account;

  private Value(Tensor data, @Nullable Tensor gradient, Account account) {
    this.data = data;
    this.gradient = gradient;
    this.account = account;
  }

  static Value tracked(MemoryScope scope, Tensor data) {
    return new Value(
        data, scope.floats("d " + data.name(), data.shape().toArray()), new Account(data));
  }

  static Value constant(Tensor data) {
    return new Value(data, null, new Account(data));
  }

  /** The same elements, and the same gradient, under another shape. */
  Value view(int... axes) {
    return new Value(data.reshape(axes), gradient == null ? null : gradient.reshape(axes), account);
  }

  /** The next value of a stream: it has the same gradient, and takes the place of this one. */
  Value followedBy(Tensor next) {
    account.current = next;
    return new Value(next, gradient, account);
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
    if (!account.current.sharesMemoryWith(data)) {
      throw new IllegalStateException(data + " was passed on by a residual: use its result");
    }
    account.consumers++;
    if (account.consumers == 2) {
      account.scratch = scope.floats("scratch of d " + data.name(), data.shape().toArray());
    }
  }

  Tensor scratch() {
    if (account.scratch == null) {
      throw new IllegalStateException(data + " has one consumer but two contributions");
    }
    return account.scratch.reshape(data.shape().toArray());
  }

  void startBackward() {
    account.received = 0;
  }

  /** How the next contribution is written: the first overwrites what the last pass left. */
  Write nextContribution() {
    return account.received++ == 0 ? Write.OVERWRITE : Write.ACCUMULATE;
  }
}
