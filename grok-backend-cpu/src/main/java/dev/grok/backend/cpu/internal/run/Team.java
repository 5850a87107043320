package dev.grok.backend.cpu.internal.run;

import dev.grok.backend.cpu.internal.loop.MatmulLoops;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one backend: the caller is member 0, the others are daemons that are started when
 * first needed. Every member has its own working memory.
 */
public final class Team implements AutoCloseable {
  /** What all members do together. */
  interface Job {
    void run(int member, Scratch scratch);
  }

  private static final int SPINS = 4_000;

  private final Scratch[] scratches;
  private final SpinBarrier rounds;
  private final SpinBarrier steps;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private Thread[] helpers = {};
  private volatile @Nullable Job job;

  /** A team of the given size, the caller included. */
  public Team(int size, MatmulLoops matmul) {
    scratches = new Scratch[size];
    for (int i = 0; i < size; i++) {
      scratches[i] = new Scratch(matmul);
    }
    // With more threads than processors, a spinning thread would keep the others from running.
    int spins = size <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
    rounds = new SpinBarrier(size, spins);
    steps = new SpinBarrier(size, spins);
  }

  public int size() {
    return scratches.length;
  }

  /** Grows everyone's working memory. */
  void prepare(int workLength, int packedLength) {
    for (Scratch scratch : scratches) {
      scratch.grow(workLength, packedLength);
    }
  }

  /** The caller's own working memory. */
  Scratch scratch() {
    return scratches[0];
  }

  /** Runs a job on all members, and throws what one of them threw. */
  void run(Job task) {
    startHelpers();
    job = task;
    rounds.await(0);
    work(task, 0);
    rounds.await(0);
    job = null;
    Throwable thrown = failure.getAndSet(null);
    if (thrown != null) {
      steps.mend();
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }

  /** Within a job: waits for all other members; false if one of them has failed. */
  boolean meet(int member) {
    return steps.await(member);
  }

  /** Within a job: whether a member has failed. */
  boolean failed() {
    return failure.get() != null;
  }

  private void startHelpers() {
    if (helpers.length == 0) {
      helpers = new Thread[size() - 1];
      for (int i = 0; i < helpers.length; i++) {
        int member = i + 1;
        helpers[i] = new Thread(() -> help(member), "grok-cpu-" + member);
        helpers[i].setDaemon(true);
        helpers[i].start();
      }
    }
  }

  private void help(int member) {
    while (true) {
      rounds.await(member);
      Job task = job;
      if (task == null) {
        return;
      }
      work(task, member);
      rounds.await(member);
    }
  }

  private void work(Job task, int member) {
    try {
      task.run(member, scratches[member]);
    } catch (RuntimeException | Error thrown) {
      failure.compareAndSet(null, thrown);
      steps.breakUp();
    }
  }

  /** Ends the helper threads, which must be idle. */
  @Override
  public void close() {
    if (helpers.length > 0) {
      rounds.await(0);
      helpers = new Thread[0];
    }
  }
}
