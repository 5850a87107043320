package dev.grok.lab.sweep;

import dev.grok.api.Backend;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.lab.config.RunConfig;
import dev.grok.models.io.HostTensor;
import dev.grok.models.task.DataDirectory;
import dev.grok.models.train.Crossings;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One worker: trains cells on one backend in ensembles of up to a given size. A replica that has
 * decided its phase makes room for the next cell that fits; what a cell becomes does not depend on
 * when that is noticed, nor on its neighbors.
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

  /**
   * A cell that has begun.
   *
   * @param end number of updates after which nothing is looked at
   * @param snapshot where it goes on; empty: it starts from its initial state
   */
  private record Slot(
      int cell,
      Experiment experiment,
      InitialState state,
      long end,
      Map<String, HostTensor> snapshot) {
    Slot at(Map<String, HostTensor> where) {
      return new Slot(cell, experiment, state, end, where);
    }

    /** Puts it into an ensemble that was made with its initial state. */
    void restore(Ensemble ensemble, int replica) {
      if (!snapshot.isEmpty()) {
        ensemble.restore(replica, snapshot);
      }
    }
  }

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
    for (OptionalInt cell = queue.next(); cell.isPresent(); cell = queue.next()) {
      new Group(cell.getAsInt()).train();
    }
  }

  /** A cell that cannot begin is told and left out. */
  private Optional<Slot> begin(int cell) {
    try {
      RunConfig config = cells.config(cell);
      Experiment experiment = config.replicas().get(0);
      // Accuracy is looked at every so many steps: what comes after the last look is not seen.
      long end = config.steps() - config.steps() % experiment.evaluateEvery();
      return Optional.of(
          new Slot(cell, experiment, states.of(config, experiment, data), end, Map.of()));
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
     * Without memory for all, half as many go on. If an ensemble fails otherwise, its cells are
     * trained one by one: one of them may be to blame.
     */
    private void train(List<Slot> slots, Supplier<Optional<Slot>> next) {
      try {
        CellTrainer.this.train(slots, next);
      } catch (NotTaken e) {
        throw e;
      } catch (RuntimeException | OutOfMemoryError e) {
        if (slots.size() <= 1) {
          slots.forEach(slot -> tell(CellResult.failed(slot.cell(), cells.id(slot.cell()), e)));
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
   * An ensemble, and which of its replicas trains which slot; what others do is not looked at.
   *
   * @param places replicas, one for each slot
   */
  private record Seating(Ensemble ensemble, List<Integer> places) {
    long step(int slot) {
      return ensemble.step(places.get(slot));
    }
  }

  /**
   * @param slots those in training; as it goes, also after a failure
   * @param next the cells that take the places of those that have ended
   */
  private void train(List<Slot> slots, Supplier<Optional<Slot>> next) {
    Seating seating = seat(slots);
    try {
      long every = slots.get(0).experiment().evaluateEvery();
      long stride = every;
      while (!slots.isEmpty() && !queue.isClosed()) {
        Ensemble ensemble = seating.ensemble();
        long left = left(seating, slots);
        long now = Math.min(stride, left);
        long start = System.nanoTime();
        if (now > 0) {
          ensemble.run(now);
          // A device may only have taken note of it.
          backend.synchronize();
          listener.advanced(now * slots.size());
        }
        boolean quick = (System.nanoTime() - start) * 2 < LOOK_NANOS;
        // Not more than there was to do: the next cell may be slower.
        stride = quick ? 2 * Math.max(now, every) : Math.max(every, stride / 2 / every * every);
        if (now == left) {
          // The state after the last update is looked at as well.
          ensemble.evaluate();
        }
        seating = retire(seating, slots, next);
      }
    } finally {
      seating.ensemble().close();
    }
  }

  /** An ensemble of all slots. */
  private Seating seat(List<Slot> slots) {
    Ensemble ensemble =
        Ensemble.create(
            backend,
            slots.stream().map(Slot::experiment).toList(),
            slots.stream().map(Slot::state).toList());
    try {
      for (int r = 0; r < slots.size(); r++) {
        slots.get(r).restore(ensemble, r);
      }
    } catch (RuntimeException | Error e) {
      ensemble.close();
      throw e;
    }
    // The ensemble knows better from now on.
    slots.replaceAll(slot -> slot.at(Map.of()));
    return new Seating(ensemble, IntStream.range(0, slots.size()).boxed().toList());
  }

  private static long left(Seating seating, List<Slot> slots) {
    long left = Long.MAX_VALUE;
    for (int i = 0; i < slots.size(); i++) {
      left = Math.min(left, slots.get(i).end() - seating.step(i));
    }
    return left;
  }

  /**
   * Ends the cells that are decided and begins others in their places; if too many places stay
   * empty, the rest move to a smaller ensemble. What was told is taken off the list before anything
   * else can fail.
   */
  private Seating retire(Seating seating, List<Slot> slots, Supplier<Optional<Slot>> next) {
    Ensemble ensemble = seating.ensemble();
    List<Optional<CellResult>> results = results(seating, slots);
    List<Slot> rest = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    Set<Integer> begun = new HashSet<>();
    for (int i = 0; i < slots.size(); i++) {
      int place = seating.places().get(i);
      Optional<Slot> slot = Optional.of(slots.get(i));
      if (results.get(i).isPresent()) {
        tell(results.get(i).get());
        slot = next.get();
        begun.add(place);
      }
      if (slot.isPresent()) {
        rest.add(slot.get());
        places.add(place);
      }
    }
    slots.clear();
    slots.addAll(rest);
    if (stays(rest.size(), ensemble)) {
      for (int i = 0; i < rest.size(); i++) {
        if (begun.contains(places.get(i))) {
          replace(ensemble, places.get(i), rest.get(i));
        }
      }
      return new Seating(ensemble, places);
    }
    for (int i = 0; i < rest.size(); i++) {
      if (!begun.contains(places.get(i))) {
        slots.set(i, rest.get(i).at(ensemble.snapshot(places.get(i))));
      }
    }
    // There need not be memory for both.
    ensemble.close();
    return rest.isEmpty() ? seating : seat(slots);
  }

  /** What became of each slot, of those that have ended. */
  private List<Optional<CellResult>> results(Seating seating, List<Slot> slots) {
    List<Crossings> crossings = seating.ensemble().crossings();
    List<Optional<CellResult>> results = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      Crossings seen = crossings.get(seating.places().get(i));
      boolean ended = seen.decided() || seating.step(i) >= slot.end();
      results.add(
          ended
              ? Optional.of(CellResult.of(slot.cell(), cells.id(slot.cell()), seen))
              : Optional.empty());
    }
    return results;
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

  private static void replace(Ensemble ensemble, int replica, Slot slot) {
    ensemble.replace(replica, slot.experiment(), slot.state());
    slot.restore(ensemble, replica);
  }
}
