package dev.grok.backend.cpu.internal.run;

import dev.grok.api.spi.DeviceProgram;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A sequence of prepared calls, recorded or single. No kernel mixes replicas, so a thread takes one
 * replica through all steps of all calls while its state is in the cache, without meeting another
 * thread. Only if there are fewer replicas than threads, the larger calls are split among threads.
 * Which thread computes what never changes a result.
 */
public final class OpSequence implements DeviceProgram {
  /** Less work than this takes less time than a meeting of threads, some microseconds. */
  private static final long WORTH_SPLITTING = 200_000;

  private final Team team;
  private final AtomicInteger nextReplica = new AtomicInteger();
  private final Team.Job byReplica = this::runByReplica;
  private final Team.Job together = this::runTogether;
  private final boolean[] split;
  private Op[] ops;
  private int workLength;
  private int packedLength;
  private long cost;
  private boolean anySplit;
  private long times;

  public OpSequence(Team team, List<Op> calls) {
    this.team = team;
    ops = calls.toArray(new Op[0]);
    split = new boolean[ops.length];
    for (int i = 0; i < ops.length; i++) {
      split[i] = ops[i].units() > 1 && ops[i].cost() >= WORTH_SPLITTING;
      anySplit |= split[i];
      workLength = Math.max(workLength, ops[i].workLength());
      packedLength = Math.max(packedLength, ops[i].packedLength());
      cost += ops[i].cost();
    }
  }

  @Override
  public void run(long steps) {
    if (ops.length == 0 || steps == 0) {
      return;
    }
    times = steps;
    nextReplica.set(0);
    team.prepare(workLength, packedLength);
    int replicas = ops[0].replicas();
    boolean small = (double) cost * replicas * steps < WORTH_SPLITTING;
    if (team.size() == 1 || small || (replicas == 1 && !anySplit)) {
      runByReplica(0, team.scratch());
    } else if (replicas < team.size() && anySplit) {
      team.run(together);
    } else {
      team.run(byReplica);
    }
  }

  private void runByReplica(int member, Scratch scratch) {
    int replicas = ops[0].replicas();
    for (int r = nextReplica.getAndIncrement(); r < replicas; r = nextReplica.getAndIncrement()) {
      for (long step = 0; step < times && !team.failed(); step++) {
        for (Op op : ops) {
          op.run(r, 0, op.units(), scratch);
        }
      }
    }
  }

  private void runTogether(int member, Scratch scratch) {
    boolean afterSplit = false;
    for (long step = 0; step < times; step++) {
      for (int i = 0; i < ops.length; i++) {
        // Between two calls that are not split, a replica stays with its thread.
        if ((split[i] || afterSplit) && !team.meet(member)) {
          return;
        }
        afterSplit = split[i];
        if (split[i]) {
          runShare(ops[i], member, scratch);
        } else if (member < ops[i].replicas()) {
          ops[i].run(member, 0, ops[i].units(), scratch);
        }
      }
    }
  }

  /** The member's even share of the units of all replicas. */
  private void runShare(Op op, int member, Scratch scratch) {
    int units = op.units();
    long all = (long) op.replicas() * units;
    long from = all * member / team.size();
    long to = all * (member + 1) / team.size();
    while (from < to) {
      int replica = (int) (from / units);
      int first = (int) (from % units);
      int last = (int) Math.min(units, first + to - from);
      op.run(replica, first, last, scratch);
      from += last - first;
    }
  }

  @Override
  public void close() {
    ops = new Op[0];
  }
}
