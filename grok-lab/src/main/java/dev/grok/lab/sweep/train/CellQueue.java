package dev.grok.lab.sweep.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;

/** Cells that wait to be trained. Several workers may take from it. */
public final class CellQueue {
  private final Map<Integer, Deque<Integer>> groups = new LinkedHashMap<>();
  private boolean closed;

  /**
   * @param cells in the order in which they are begun
   * @param group which of them can share an ensemble
   */
  public CellQueue(int[] cells, IntUnaryOperator group) {
    for (int cell : cells) {
      groups.computeIfAbsent(group.applyAsInt(cell), g -> new ArrayDeque<>()).add(cell);
    }
  }

  /** The next cell of any group. */
  synchronized OptionalInt next() {
    return groups.isEmpty() ? OptionalInt.empty() : next(groups.keySet().iterator().next());
  }

  /** The next cell of one group. */
  synchronized OptionalInt next(int group) {
    Deque<Integer> waiting = groups.get(group);
    if (closed || waiting == null) {
      return OptionalInt.empty();
    }
    int cell = waiting.remove();
    if (waiting.isEmpty()) {
      groups.remove(group);
    }
    return OptionalInt.of(cell);
  }

  /** Gives out no more cells. */
  synchronized void close() {
    closed = true;
  }

  /** Whether it gives out no more cells; workers then give up the cells that they have begun. */
  synchronized boolean isClosed() {
    return closed;
  }
}
