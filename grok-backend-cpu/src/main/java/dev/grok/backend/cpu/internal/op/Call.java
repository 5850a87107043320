package dev.grok.backend.cpu.internal.op;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A kernel call in preparation, then prepared. Unless it is told how to split the work of a
 * replica, that work is one unit.
 */
final class Call extends Op {
  /** What a call does; it allocates nothing. */
  @FunctionalInterface
  interface Body {
    /** Computes parts {@code from} (inclusive) to {@code to} (exclusive) of a replica. */
    void run(int replica, int from, int to, Scratch scratch);
  }

  /** Columns of a cache line. */
  private static final int COLUMNS = 16;

  /** Elements that are worth a unit. */
  private static final int ELEMENTS = 1024;

  private final String kernel;
  private final Consumer<Op> calls;
  private int length = 1;
  private int unit = 1;
  private int workLength;
  private int packedLength;
  private long cost;
  private Body body = (replica, from, to, scratch) -> {};

  Call(String kernel, Tensor output, Consumer<Op> calls) {
    super(output);
    this.kernel = kernel;
    this.calls = calls;
  }

  private void split(int length, int unit) {
    this.length = length;
    this.unit = unit;
  }

  /** Splits the work by rows: the body gets a range of them. */
  void byRows(int rows) {
    split(rows, 1);
  }

  /** Splits the work by columns: the body gets a range of them, whole cache lines but the last. */
  void byColumns(int columns) {
    split(columns, COLUMNS);
  }

  /** Splits the work by elements that are independent of each other: the body gets a range. */
  void byElements(int elements) {
    split(elements, ELEMENTS);
  }

  /** Asks for so many elements of {@link Scratch#work}. */
  void work(int elements) {
    workLength = elements;
  }

  /** Asks for so many elements of {@link Scratch#packed}. */
  void packed(int elements) {
    packedLength = elements;
  }

  /** Ends the preparation and hands the call on; the cost is that of {@link Op#cost}. */
  void submit(long cost, Body body) {
    this.cost = cost;
    this.body = body;
    calls.accept(this);
  }

  /**
   * An id or label as an index.
   *
   * @throws GrokException if it is not in 0..{@code count - 1}
   */
  int index(String operand, int value, int count) {
    if (value < 0 || value >= count) {
      throw new GrokException(
          "%s: %s holds %d, which is not in 0..%d".formatted(kernel, operand, value, count - 1));
    }
    return value;
  }

  /** Begins a sum at zeros, or at what is there if it accumulates. */
  static void begin(Write write, Floats sum, int at, int n) {
    if (write == Write.OVERWRITE) {
      Arrays.fill(sum.data, at, at + n, 0f);
    }
  }

  @Override
  public int units() {
    return length / unit + (length % unit == 0 ? 0 : 1);
  }

  @Override
  public long cost() {
    return cost;
  }

  @Override
  public int workLength() {
    return workLength;
  }

  @Override
  public int packedLength() {
    return packedLength;
  }

  @Override
  public void run(int replica, int from, int to, Scratch scratch) {
    body.run(replica, from * unit, (int) Math.min((long) to * unit, length), scratch);
  }
}
