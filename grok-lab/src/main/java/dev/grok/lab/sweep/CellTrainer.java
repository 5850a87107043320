package dev.grok.lab.sweep;

import dev.grok.api.Backend;
import dev.grok.lab.config.RunConfig;
import dev.grok.models.io.HostTensor;
import dev.grok.models.task.DataDirectory;
import dev.grok.models.train.Crossings;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One worker: trains cells on one backend in ensembles of up to a given size. A replica that has
 * decided its phase makes room for the next cell that fits; what a cell becomes does not depend on
 * when that is noticed, nor on its neighbours.
 */
public final class CellTrainer {
  /** How long replicas train between two looks at who has decided. */
  private static final long LOOK_NANOS = 100_000_000;

  private final Backend backend;
  private final Cells cells;
  private final InitialStates states;
  private final DataDirectory data;
  private final int size;
  private final CellQueue queue;
  private final CellListener listener;

  /** The listener could not take a result: no fault of the cell. */
  private static final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final transient RuntimeException reason;

    NotTaken(RuntimeException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /** A cell in training. */
  private record Slot(int cell, Experiment experiment, InitialState state, long end) {}

  /**
   * @param size most replicas of an ensemble
   */
  public CellTrainer(
      Backend backend,
      Cells cells,
      InitialStates states,
      DataDirectory data,
      int size,
      CellQueue queue,
      CellListener listener) {
    this.backend = backend;
    this.cells = cells;
    this.states = states;
    this.data = data;
    this.size = size;
    this.queue = queue;
    this.listener = listener;
  }

  /** Trains until no cell is left. */
  public void run() {
    try {
      trainAll();
    } catch (NotTaken e) {
      throw e.reason;
    }
  }

  private void tell(CellResult result) {
    try {
      listener.finished(result);
    } catch (RuntimeException e) {
      throw new NotTaken(e);
    }
  }

  private void trainAll() {
    OptionalInt first = queue.next();
    while (first.isPresent()) {
      int group = cells.group(first.getAsInt());
      List<Slot> slots = new ArrayList<>();
      begin(first.getAsInt(), slots);
      fill(group, slots);
      if (!slots.isEmpty()) {
        trainOrSplit(group, slots);
      }
      first = queue.next();
    }
  }

  private void fill(int group, List<Slot> slots) {
    while (slots.size() < size) {
      OptionalInt next = queue.next(group);
      if (next.isEmpty()) {
        return;
      }
      begin(next.getAsInt(), slots);
    }
  }

  /** A cell that cannot begin is told and left out. */
  private void begin(int cell, List<Slot> slots) {
    try {
      RunConfig config = cells.config(cell);
      Experiment experiment = config.replicas().get(0);
      // Accuracy is looked at every so many steps: what comes after the last look is not seen.
      long end = config.steps() - config.steps() % experiment.evaluateEvery();
      slots.add(new Slot(cell, experiment, states.of(config, experiment, data), end));
    } catch (RuntimeException e) {
      tell(CellResult.failed(cell, cells.id(cell), e));
    }
  }

  /** If an ensemble fails, its cells are trained one by one: one of them may be to blame. */
  private void trainOrSplit(int group, List<Slot> slots) {
    List<Slot> inTraining = new ArrayList<>(slots);
    try {
      train(group, inTraining, true);
    } catch (NotTaken e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      for (Slot slot : List.copyOf(inTraining)) {
        if (inTraining.size() == 1) {
          tell(CellResult.failed(slot.cell(), cells.id(slot.cell()), e));
          continue;
        }
        try {
          train(group, new ArrayList<>(List.of(slot)), false);
        } catch (NotTaken notTaken) {
          throw notTaken;
        } catch (RuntimeException | OutOfMemoryError alone) {
          tell(CellResult.failed(slot.cell(), cells.id(slot.cell()), alone));
        }
      }
    }
  }

  /**
   * @param slots those in training; as it goes, also after a failure
   * @param refill whether other cells of the group take the places of those that have ended
   */
  private void train(int group, List<Slot> slots, boolean refill) {
    Ensemble ensemble = ensemble(slots);
    try {
      long every = slots.get(0).experiment().evaluateEvery();
      long stride = every;
      while (!slots.isEmpty() && !queue.isClosed()) {
        long left = left(ensemble, slots);
        long now = Math.min(stride, left);
        long start = System.nanoTime();
        if (now > 0) {
          ensemble.run(now);
          listener.advanced(now * slots.size());
        }
        boolean quick = (System.nanoTime() - start) * 2 < LOOK_NANOS;
        // Not more than there was to do: the next cell may be slower.
        stride = quick ? 2 * Math.max(now, every) : Math.max(every, stride / 2 / every * every);
        if (now == left) {
          // The state after the last update is looked at as well.
          ensemble.outcomes();
        }
        ensemble = retire(ensemble, group, slots, refill);
      }
    } finally {
      ensemble.close();
    }
  }

  private Ensemble ensemble(List<Slot> slots) {
    return Ensemble.create(
        backend,
        slots.stream().map(Slot::experiment).toList(),
        slots.stream().map(Slot::state).toList());
  }

  private static long left(Ensemble ensemble, List<Slot> slots) {
    long left = Long.MAX_VALUE;
    for (int r = 0; r < slots.size(); r++) {
      left = Math.min(left, slots.get(r).end() - ensemble.step(r));
    }
    return left;
  }

  /** Ends the cells that are decided; if places stay empty, the rest move to a smaller ensemble. */
  private Ensemble retire(Ensemble ensemble, int group, List<Slot> slots, boolean refill) {
    List<Integer> staying = new ArrayList<>();
    for (int r = 0; r < slots.size(); r++) {
      Slot slot = slots.get(r);
      Crossings seen = ensemble.crossings(r);
      if (!seen.decided() && ensemble.step(r) < slot.end()) {
        staying.add(r);
        continue;
      }
      tell(CellResult.of(slot.cell(), cells.id(slot.cell()), seen));
      List<Slot> next = new ArrayList<>();
      OptionalInt cell = refill ? queue.next(group) : OptionalInt.empty();
      while (cell.isPresent()) {
        begin(cell.getAsInt(), next);
        cell = next.isEmpty() ? queue.next(group) : OptionalInt.empty();
      }
      if (!next.isEmpty()) {
        slots.set(r, next.get(0));
        ensemble.replace(r, next.get(0).experiment(), next.get(0).state());
        staying.add(r);
      }
    }
    return staying.size() == slots.size() ? ensemble : shrink(ensemble, slots, staying);
  }

  private Ensemble shrink(Ensemble ensemble, List<Slot> slots, List<Integer> staying) {
    List<Map<String, HostTensor>> snapshots = staying.stream().map(ensemble::snapshot).toList();
    List<Slot> rest = staying.stream().map(slots::get).toList();
    slots.clear();
    slots.addAll(rest);
    if (rest.isEmpty()) {
      return ensemble;
    }
    Ensemble smaller = ensemble(rest);
    for (int r = 0; r < rest.size(); r++) {
      smaller.restore(r, snapshots.get(r));
    }
    ensemble.close();
    return smaller;
  }
}
