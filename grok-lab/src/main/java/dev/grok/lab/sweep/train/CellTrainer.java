package dev.grok.lab.sweep.train;

import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.api.backend.Backend;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.sweep.CellResult;
import dev.grok.lab.sweep.Cells;
import dev.grok.lab.sweep.InitialStates;
import dev.grok.models.io.HostTensor;
import dev.grok.models.task.DataDirectory;
import dev.grok.models.train.Crossings;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * One worker: trains cells on one backend in ensembles of up to a given size. A replica that has
 * decided its phase makes room for the next cell that fits; what a cell becomes does not depend on
 * when that is noticed, nor on its neighbors.
 *
 * @param states where cells start
 * @param data directory of image data
 * @param size most replicas of an ensemble
 * @param queue of the cells, shared with the other workers
 */
public record CellTrainer(
    Backend backend,
    Cells cells,
    InitialStates states,
    DataDirectory data,
    int size,
    CellQueue queue,
    CellListener listener) {
  /** How long replicas train before it is checked which have decided. */
  private static final long CHECK_NANOS = 100_000_000;

  /** The listener failed: no cell is to blame. */
  private static final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final transient RuntimeException reason;

    NotTaken(RuntimeException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /** A cell that has begun. */
  private static final class Slot {
    final int cell;
    final Experiment experiment;
    final InitialState state;

    /** Number of updates after which nothing is evaluated. */
    final long end;

    /** Where it goes on; empty: it starts from its initial state. */
    Map<String, HostTensor> snapshot = Map.of();

    /** The replica that trains it, once {@code seated}; before, the one that will. */
    int place;

    boolean seated;

    Slot(int cell, Experiment experiment, InitialState state, long end) {
      this.cell = cell;
      this.experiment = experiment;
      this.state = state;
      this.end = end;
    }

    /** Goes on in an ensemble whose replica was made with its initial state. */
    void sit(Ensemble ensemble) {
      if (!snapshot.isEmpty()) {
        ensemble.restore(place, snapshot);
      }
      seated = true;
    }
  }

  /** Trains until no cell is left. */
  public void run() {
    try {
      for (OptionalInt cell = queue.next(); cell.isPresent(); cell = queue.next()) {
        new Group(cell.getAsInt()).train();
      }
    } catch (NotTaken e) {
      throw e.reason;
    }
  }

  private void tell(CellResult result) {
    try {
      listener.finished(result);
      if (listener.isCanceled()) {
        queue.close();
      }
    } catch (RuntimeException e) {
      throw new NotTaken(e);
    }
  }

  /** Begins a cell; one that cannot begin has failed. */
  private Optional<Slot> begin(int cell) {
    try {
      RunConfig config = cells.config(cell);
      Experiment experiment = config.replicas().get(0);
      // Accuracy is evaluated every so many steps: what comes after the last time is not seen.
      long end = config.steps() - config.steps() % experiment.evaluateEvery();
      return Optional.of(new Slot(cell, experiment, states.of(config, experiment, data), end));
    } catch (RuntimeException e) {
      tell(CellResult.failed(cell, cells.id(cell), e));
      return Optional.empty();
    }
  }

  /** Cells that can share an ensemble: those that wait for a place, then those of the queue. */
  private final class Group {
    private final int number;
    private final Deque<Slot> waiting = new ArrayDeque<>();
    private int places = size;

    Group(int first) {
      number = cells.group(first);
      begin(first).ifPresent(waiting::add);
    }

    void train() {
      for (List<Slot> slots = take(); !slots.isEmpty(); slots = take()) {
        train(slots, this::next);
      }
    }

    private List<Slot> take() {
      List<Slot> slots = new ArrayList<>();
      Optional<Slot> next = next();
      while (next.isPresent()) {
        slots.add(next.get());
        next = slots.size() < places ? next() : Optional.empty();
      }
      return slots;
    }

    private Optional<Slot> next() {
      if (queue.isClosed()) {
        return Optional.empty();
      }
      Optional<Slot> next = Optional.ofNullable(waiting.poll());
      OptionalInt cell = next.isPresent() ? OptionalInt.empty() : queue.next(number);
      while (cell.isPresent()) {
        next = begin(cell.getAsInt());
        cell = next.isPresent() ? OptionalInt.empty() : queue.next(number);
      }
      return next;
    }

    /**
     * Without memory for all, half as many go on. If an ensemble fails for another reason, its
     * cells are trained one by one: one of them may be to blame.
     */
    private void train(List<Slot> slots, Supplier<Optional<Slot>> next) {
      try {
        CellTrainer.this.train(slots, next);
      } catch (NotTaken e) {
        throw e;
      } catch (RuntimeException | OutOfMemoryError e) {
        if (slots.size() <= 1) {
          slots.forEach(slot -> tell(CellResult.failed(slot.cell, cells.id(slot.cell), e)));
        } else if (e instanceof OutOfDeviceMemoryException || e instanceof OutOfMemoryError) {
          places = slots.size() / 2;
          waiting.addAll(slots);
          listener.remarked(
              "ensembles are halved from %d to %d replicas: %s"
                  .formatted(slots.size(), places, e.getMessage()));
        } else {
          slots.forEach(slot -> train(new ArrayList<>(List.of(slot)), Optional::empty));
        }
      }
    }
  }

  /**
   * Trains until all have ended.
   *
   * @param slots those in training; kept up to date, also for the time after a failure
   * @param next the cells that take the places of those that have ended
   */
  private void train(List<Slot> slots, Supplier<Optional<Slot>> next) {
    Ensemble ensemble = seat(slots);
    try {
      long every = slots.get(0).experiment.evaluateEvery();
      long stride = every;
      while (!slots.isEmpty() && !queue.isClosed()) {
        long left = left(ensemble, slots);
        long now = Math.min(stride, left);
        long start = System.nanoTime();
        if (now > 0) {
          ensemble.run(now);
          // A device works on while the host goes on: wait for it.
          backend.synchronize();
          listener.advanced(now * slots.size());
        }
        boolean quick = (System.nanoTime() - start) * 2 < CHECK_NANOS;
        // At most twice what was done just now: the next cell may be slower.
        stride = quick ? 2 * Math.max(now, every) : Math.max(every, stride / 2 / every * every);
        if (now == left) {
          // The state after the last update is evaluated as well.
          ensemble.evaluate();
        }
        ensemble = retire(ensemble, slots, next);
      }
    } finally {
      ensemble.close();
    }
  }

  /** An ensemble of all slots. */
  private Ensemble seat(List<Slot> slots) {
    Ensemble ensemble =
        Ensemble.create(
            backend,
            slots.stream().map(slot -> slot.experiment).toList(),
            slots.stream().map(slot -> slot.state).toList());
    try {
      for (int r = 0; r < slots.size(); r++) {
        slots.get(r).place = r;
        slots.get(r).sit(ensemble);
      }
    } catch (RuntimeException | Error e) {
      ensemble.close();
      throw e;
    }
    // From now on the ensemble has the state, and nobody needs the snapshots.
    slots.forEach(slot -> slot.snapshot = Map.of());
    return ensemble;
  }

  private static long left(Ensemble ensemble, List<Slot> slots) {
    return slots.stream().mapToLong(s -> s.end - ensemble.step(s.place)).min().orElse(0);
  }

  /**
   * Ends the cells that are decided and begins others in their places; if too many places stay
   * empty, the rest move to a smaller ensemble. A cell that was told is off the list before
   * anything else can fail.
   */
  private Ensemble retire(Ensemble ensemble, List<Slot> slots, Supplier<Optional<Slot>> next) {
    List<Crossings> crossings = ensemble.crossings();
    for (Slot slot : List.copyOf(slots)) {
      Crossings seen = crossings.get(slot.place);
      if (seen.decided() || ensemble.step(slot.place) >= slot.end) {
        tell(CellResult.of(slot.cell, cells.id(slot.cell), seen));
        int index = slots.indexOf(slot);
        slots.remove(index);
        Optional<Slot> successor = next.get();
        if (successor.isPresent()) {
          successor.get().place = slot.place;
          successor.get().seated = false;
          slots.add(index, successor.get());
        }
      }
    }
    if (stays(slots.size(), ensemble)) {
      for (Slot slot : slots) {
        if (!slot.seated) {
          ensemble.replace(slot.place, slot.experiment, slot.state);
          slot.sit(ensemble);
        }
      }
      return ensemble;
    }
    for (Slot slot : slots) {
      if (slot.seated) {
        slot.snapshot = ensemble.snapshot(slot.place);
      }
    }
    // There may not be enough memory for both ensembles.
    ensemble.close();
    return slots.isEmpty() ? ensemble : seat(slots);
  }

  /**
   * Whether an ensemble goes on with so many replicas in use. A backend that works replica by
   * replica would lose the time of every other; one that works on all at once loses little by up to
   * half of them, less than by the copies of those that move.
   */
  private boolean stays(int used, Ensemble ensemble) {
    return used == ensemble.replicas()
        || (backend.preferredReplicas() > 1 && 2 * used > ensemble.replicas());
  }
}
