package dev.grok.backend.cpu.internal.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A meeting point of threads that spin for a while before they sleep; meeting allocates nothing.
 */
final class SpinBarrier {
  private final int parties;
  private final int spins;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicReferenceArray<Thread> sleepers;
  private volatile int phase;
  private volatile boolean broken;

  SpinBarrier(int parties, int spins) {
    this.parties = parties;
    this.spins = spins;
    this.sleepers = new AtomicReferenceArray<>(parties);
  }

  /** Waits for all others; false if the barrier was broken meanwhile. */
  boolean await(int party) {
    int mine = phase;
    if (arrived.incrementAndGet() == parties) {
      arrived.set(0);
      phase = mine + 1;
      wake();
      return !broken;
    }
    for (int i = 0; i < spins; i++) {
      if (phase != mine || broken) {
        return !broken;
      }
      Thread.onSpinWait();
    }
    sleepers.set(party, Thread.currentThread());
    while (phase == mine && !broken) {
      LockSupport.park(this);
    }
    sleepers.set(party, null);
    return !broken;
  }

  /** Releases everyone who waits or will wait. */
  void breakUp() {
    broken = true;
    wake();
  }

  /** Makes it whole again; nobody may be waiting. */
  void mend() {
    arrived.set(0);
    broken = false;
  }

  private void wake() {
    for (int i = 0; i < parties; i++) {
      LockSupport.unpark(sleepers.get(i));
    }
  }
}
