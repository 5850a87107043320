package dev.grok.backend.cpu.internal.run;

import dev.grok.api.Tensor;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;

/**
 * A prepared kernel call: its operands are ranges of arrays, and running it allocates nothing. The
 * work of a replica is a number of units, each of which computes outputs of its own.
 */
public abstract class Op {
  private final int replicas;

  /** A call of a kernel that writes the replicas of the given tensor. */
  protected Op(Tensor output) {
    this.replicas = output.replicas();
  }

  /** An operand of floats, written or read. */
  public final Floats floats(Tensor tensor) {
    return new Floats(tensor, replicas);
  }

  /** An operand of ints, written or read. */
  public final Ints ints(Tensor tensor) {
    return new Ints(tensor, replicas);
  }

  /** Number of replicas written. */
  public final int replicas() {
    return replicas;
  }

  /** Number of units that one replica's work can be split into; 1 if it cannot be split. */
  public int units() {
    return 1;
  }

  /** Work for one replica, roughly in operations on one element. */
  public abstract long cost();

  /** Elements of {@link Scratch#work} that it needs. */
  public int workLength() {
    return 0;
  }

  /** Elements of {@link Scratch#packed} that it needs. */
  public int packedLength() {
    return 0;
  }

  /** Computes units {@code from} (inclusive) to {@code to} (exclusive) of a replica. */
  public abstract void run(int replica, int from, int to, Scratch scratch);
}
