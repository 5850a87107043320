package dev.grok.backend.cpu.internal.run;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A kernel call, in preparation until it is submitted: its operands are ranges of arrays, and
 * running it allocates nothing. The work of a replica is a number of units, each of which computes
 * outputs of its own; unless a call is told how to split it, it is one unit.
 */
public final class Op {
  /** What a call does; it allocates nothing. */
  @FunctionalInterface
  public interface Body {
    /** Computes parts {@code from} (inclusive) to {@code to} (exclusive) of a replica. */
    void run(int replica, int from, int to, Scratch scratch);
  }

  /** Columns of a unit: a cache line of them. */
  private static final int COLUMNS = 16;

  /** Elements of a unit. */
  private static final int ELEMENTS = 1024;

  private final String kernel;
  private final int replicas;
  private final int outputLength;
  private final Consumer<Op> calls;
  private int parts = 1;
  private int partsOfUnit = 1;
  private long cost;
  private int workLength;
  private int packedLength;
  private Body body = (replica, from, to, scratch) -> {};

  /** Begins a call that writes the replicas of the given tensor and goes to {@code calls}. */
  public Op(String kernel, Tensor output, Consumer<Op> calls) {
    this.kernel = kernel;
    this.replicas = output.replicas();
    this.outputLength = (int) output.shape().product(1);
    this.calls = calls;
  }

  /** An operand of floats, written or read. */
  public Floats floats(Tensor tensor) {
    return new Floats(tensor, replicas);
  }

  /** An operand of ints, written or read. */
  public Ints ints(Tensor tensor) {
    return new Ints(tensor, replicas);
  }

  /** Splits the work by parts such as rows: the body gets a range of them. */
  public void byParts(int count) {
    split(count, 1);
  }

  /** Splits the work by columns: the body gets a range of them, whole cache lines but the last. */
  public void byColumns(int count) {
    split(count, COLUMNS);
  }

  /** Splits the work by elements of the output: the body gets a range. Sets the cost as well. */
  public void byElements(int costOfElement) {
    split(outputLength, ELEMENTS);
    cost((long) costOfElement * outputLength);
  }

  private void split(int count, int ofUnit) {
    parts = count;
    partsOfUnit = ofUnit;
  }

  /** Sets the work for one replica, roughly in operations on one element. */
  public void cost(long operations) {
    cost = operations;
  }

  /** Asks for so many elements of {@link Scratch#work}. */
  public void work(int elements) {
    workLength = elements;
  }

  /** Asks for so many elements of {@link Scratch#packed}. */
  public void packed(int elements) {
    packedLength = elements;
  }

  /** Ends the preparation and hands the call on. */
  public void submit(Body does) {
    body = does;
    calls.accept(this);
  }

  /**
   * An id or label as an index.
   *
   * @throws GrokException if it is not in 0..{@code count - 1}
   */
  public int index(String operand, int value, int count) {
    if (value < 0 || value >= count) {
      throw new GrokException(
          "%s: %s holds %d, which is not in 0..%d".formatted(kernel, operand, value, count - 1));
    }
    return value;
  }

  /** Begins a sum at zeros, or at what is there if it accumulates. */
  public static void begin(Write write, Floats sum, int at, int n) {
    if (write == Write.OVERWRITE) {
      Arrays.fill(sum.data, at, at + n, 0f);
    }
  }

  int replicas() {
    return replicas;
  }

  /** Number of units that one replica's work can be split into; 1 if it cannot be split. */
  int units() {
    return parts / partsOfUnit + (parts % partsOfUnit == 0 ? 0 : 1);
  }

  long cost() {
    return cost;
  }

  int workLength() {
    return workLength;
  }

  int packedLength() {
    return packedLength;
  }

  /** Computes units {@code from} (inclusive) to {@code to} (exclusive) of a replica. */
  void run(int replica, int from, int to, Scratch scratch) {
    int end = (int) Math.min((long) to * partsOfUnit, parts);
    body.run(replica, from * partsOfUnit, end, scratch);
  }
}
