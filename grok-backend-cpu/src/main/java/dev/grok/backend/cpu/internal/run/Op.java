package dev.grok.backend.cpu.internal.run;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Footprint;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.memory.Operand;
import java.util.ArrayList;
import java.util.List;

/**
 * A prepared kernel call: its operands are ranges of arrays, and running it allocates nothing. The
 * work of a replica is a number of units, each of which computes outputs of its own.
 */
public abstract class Op {
  private final String kernel;
  private final int replicas;
  private final List<Footprint> footprints = new ArrayList<>();

  /** A call of a kernel that writes the replicas of the given tensor. */
  protected Op(String kernel, Tensor output) {
    this.kernel = kernel;
    this.replicas = output.replicas();
  }

  /** Declares a written operand. */
  protected final Floats writes(Tensor tensor) {
    return noted(new Floats(tensor, replicas, true));
  }

  /** Declares a read operand. */
  protected final Floats reads(Tensor tensor) {
    return noted(new Floats(tensor, replicas, false));
  }

  /** Declares a written operand. */
  protected final Ints writesInts(Tensor tensor) {
    return noted(new Ints(tensor, replicas, true));
  }

  /** Declares a read operand. */
  protected final Ints readsInts(Tensor tensor) {
    return noted(new Ints(tensor, replicas, false));
  }

  private <T extends Operand> T noted(T operand) {
    footprints.add(operand.footprint());
    return operand;
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

  /**
   * An id or label as an index.
   *
   * @throws GrokException if it is not in 0..{@code count - 1}
   */
  protected final int index(String operand, int value, int count) {
    if (value < 0 || value >= count) {
      throw new GrokException(
          "%s: %s holds %d, which is not in 0..%d".formatted(kernel, operand, value, count - 1));
    }
    return value;
  }

  /**
   * Refuses a call that reads or writes for one replica what an earlier call of the same recording
   * writes for another, or the other way round: replicas run all steps one after the other.
   */
  final void requireSameReplicas(Op earlier) {
    for (Footprint mine : footprints) {
      for (Footprint theirs : earlier.footprints) {
        if (mine.mixesReplicas(theirs, replicas)) {
          throw new GrokException(
              "%s: replicas mix within a recording: %s overlaps %s of %s in another replica"
                  .formatted(kernel, mine.name(), theirs.name(), earlier.kernel));
        }
      }
    }
  }
}
