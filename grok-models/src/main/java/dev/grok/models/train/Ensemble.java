package dev.grok.models.train;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.Kernels;
import dev.grok.models.io.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * R models trained together, each with its own seed, rates and data. What a replica becomes does
 * not depend on its neighbors, nor on whether it took the place of another. Both accuracies are
 * looked at every {@link Experiment#evaluateEvery} updates.
 */
public final class Ensemble implements AutoCloseable {
  private final List<Experiment> experiments;
  private final List<InitialState> states;
  private final MemoryScope scope;
  private final EnsembleDevice device;
  private final List<Recording> recordings = new ArrayList<>();
  private final Recording look;
  private final Recording note;
  private final Recording update;
  private final int every;
  private final long[] made;

  private Ensemble(Backend backend, List<Experiment> experiments, List<InitialState> states) {
    this.experiments = new ArrayList<>(experiments);
    this.states = new ArrayList<>(states);
    made = new long[experiments.size()];
    every = experiments.get(0).evaluateEvery();
    scope = backend.scope("ensemble of " + experiments.size());
    try {
      Kernels kernels = backend.kernels();
      device = new EnsembleDevice(scope, experiments.get(0), states.get(0).samples(), made.length);
      for (int r = 0; r < made.length; r++) {
        device.load(r, experiments.get(r), states.get(r));
      }
      device.findTargets();
      look = record(backend, device::look);
      note = record(backend, device::note);
      update =
          record(
              backend,
              () -> {
                if (every == 1) {
                  device.note();
                }
                device.update(every == 1);
                kernels.increment(device.steps(), 1);
              });
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Recording record(Backend backend, Runnable calls) {
    Recording recording = backend.record(calls);
    recordings.add(recording);
    return recording;
  }

  /** Replicas that start from states drawn from their seeds. */
  public static Ensemble create(Backend backend, List<Experiment> replicas) {
    return create(backend, replicas, replicas.stream().map(InitialState::random).toList());
  }

  /**
   * Replicas that start from given states.
   *
   * @throws GrokException if there is no replica, or two differ in what shapes the kernels: {@link
   *     Experiment#ensembleKey}
   */
  public static Ensemble create(
      Backend backend, List<Experiment> replicas, List<InitialState> states) {
    if (replicas.isEmpty() || replicas.size() != states.size()) {
      throw new GrokException(
          "an ensemble needs replicas and a state for each: %d and %d"
              .formatted(replicas.size(), states.size()));
    }
    for (int r = 0; r < replicas.size(); r++) {
      requireFit(replicas.get(0), r, replicas.get(r), states.get(r));
    }
    return new Ensemble(backend, replicas, states);
  }

  private static void requireFit(
      Experiment first, int replica, Experiment experiment, InitialState state) {
    if (!experiment.ensembleKey().equals(first.ensembleKey())) {
      throw new GrokException(
          "replicas 0 and %d cannot share an ensemble: %s, %s"
              .formatted(replica, first.ensembleKey(), experiment.ensembleKey()));
    }
    if (state.samples().training() != experiment.trainingSamples()) {
      throw new GrokException(
          "the state of replica %d has %d training samples, its experiment %d"
              .formatted(replica, state.samples().training(), experiment.trainingSamples()));
    }
  }

  public int replicas() {
    return made.length;
  }

  public Experiment experiment(int replica) {
    return experiments.get(replica);
  }

  public InitialState initialState(int replica) {
    return states.get(replica);
  }

  /** Number of updates of the first replica; of every replica, if none was replaced. */
  public long step() {
    return made[0];
  }

  /** Number of updates of one replica. */
  public long step(int replica) {
    return made[replica];
  }

  /** Makes the given number of updates of every replica. */
  public void run(long updates) {
    if (Arrays.stream(made).anyMatch(before -> before + updates > Integer.MAX_VALUE)) {
      throw new GrokException("more than 2147483647 updates cannot be counted");
    }
    long left = updates;
    while (left > 0) {
      long stride = left;
      if (every > 1) {
        long since = made[0] % every;
        if (since == 0) {
          note.run(1);
        }
        stride = Math.min(left, every - since);
      }
      update.run(stride);
      for (int r = 0; r < made.length; r++) {
        made[r] += stride;
      }
      left -= stride;
    }
  }

  /**
   * Puts another replica into the place of one; it starts from its first step.
   *
   * @throws GrokException if it does not fit the ensemble, or this is not a step at which accuracy
   *     is looked at
   */
  public void replace(int replica, Experiment experiment, InitialState state) {
    requireFit(experiments.get(0), replica, experiment, state);
    if (made[0] % every != 0) {
      throw new GrokException(
          "a replica can be replaced every %d steps, not after %d".formatted(every, made[0]));
    }
    experiments.set(replica, experiment);
    states.set(replica, state);
    made[replica] = 0;
    device.load(replica, experiment, state);
    device.findTargets();
  }

  /**
   * Evaluates the present state of every replica on all samples, and tells how its run has gone so
   * far. At a step at which accuracies are looked at, what this state reaches counts as seen.
   */
  public List<ReplicaOutcome> evaluate() {
    (made[0] % every == 0 ? note : look).run(1);
    List<ReplicaMetrics> metrics = device.metrics(made);
    List<Crossings> crossings = crossings();
    List<ReplicaOutcome> outcomes = new ArrayList<>();
    for (int r = 0; r < made.length; r++) {
      Crossings seen = crossings.get(r);
      outcomes.add(
          new ReplicaOutcome(seen.train(), seen.validation(), seen.divergence(), metrics.get(r)));
    }
    return outcomes;
  }

  /** When each replica first reached its thresholds, as of the last look at the accuracies. */
  public List<Crossings> crossings() {
    return device.crossings(made);
  }

  /**
   * The embeddings of one replica, a row per symbol; matrices are flattened.
   *
   * @throws GrokException if the model has none
   */
  public double[][] embedding(int replica) {
    return device.embedding().host(replica).rows();
  }

  /** The parameters of one replica under PyTorch's names and in its layouts. */
  public Map<String, HostTensor> parameters(int replica) {
    return each(device.parameters(), parameter -> parameter.host(replica));
  }

  /**
   * The loss of one replica on the samples of its last update, before that update; not known any
   * more once the ensemble has been {@linkplain #evaluate evaluated}.
   */
  public double updateLoss(int replica) {
    return device.updateLoss().slice(replica, replica + 1).doubles()[0];
  }

  /** The gradients of the last update of one replica. */
  public Map<String, HostTensor> gradients(int replica) {
    return each(device.parameters(), parameter -> parameter.hostGradient(replica));
  }

  /**
   * Everything that training changes, exactly: parameters, moments, counters. {@link #restore}
   * continues from it to the same bits.
   */
  public Map<String, HostTensor> snapshot(int replica) {
    return each(device.state(), tensor -> exact(tensor.slice(replica, replica + 1)));
  }

  private static HostTensor exact(Tensor tensor) {
    int[] shape = tensor.shape().toArray();
    return switch (tensor.dtype()) {
      case FLOAT32 -> HostTensor.exact(shape, tensor.doubles());
      case INT32 -> HostTensor.ints(shape, tensor.ints());
    };
  }

  private static <T> Map<String, HostTensor> each(
      Map<String, T> named, Function<T, HostTensor> as) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    named.forEach((name, value) -> tensors.put(name, as.apply(value)));
    return tensors;
  }

  /**
   * Puts a replica where it was when the snapshot was taken.
   *
   * @throws GrokException naming the first tensor that is missing, unknown or of another shape
   */
  public void restore(int replica, Map<String, HostTensor> snapshot) {
    Map<String, Tensor> state = device.state();
    if (!snapshot.keySet().equals(state.keySet())) {
      throw new GrokException(
          "the snapshot is of another ensemble: it holds %s, expected %s"
              .formatted(snapshot.keySet(), state.keySet()));
    }
    state.forEach(
        (name, tensor) -> {
          Tensor one = tensor.slice(replica, replica + 1);
          HostTensor host = InitialState.required(snapshot, name);
          host.requireShape(name, one.shape().toArray());
          switch (tensor.dtype()) {
            case FLOAT32 -> one.write(host.values());
            case INT32 -> one.write(host.intValues());
          }
        });
    device.forgetBatches(replica);
    made[replica] = device.step(replica);
  }

  @Override
  public void close() {
    try {
      recordings.forEach(Recording::close);
    } finally {
      recordings.clear();
      scope.close();
    }
  }
}
