package dev.grok.lab.config;

import dev.grok.api.GrokException;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.PhaseRule;
import dev.grok.models.train.Schedule;
import java.util.HashSet;
import java.util.List;

/**
 * Everything that decides a run; as JSON its keys are in snake case and all of them are required.
 *
 * @param name short; names the run's default directory
 * @param description one line
 * @param source what it reproduces, and where its numbers come from
 * @param experiment what is trained
 * @param seeds one replica each
 * @param steps number of updates
 * @param log at which steps metrics are written
 * @param checkpoints at which steps parameters are written, beside the first and the last
 * @param rqi how the RQI is measured where the task has one
 * @param phase the phase rule
 * @param initialState safetensors file from which every replica starts; empty: drawn from its seed
 */
public record RunConfig(
    String name,
    String description,
    String source,
    ExperimentConfig experiment,
    List<Long> seeds,
    long steps,
    Schedule log,
    Schedule checkpoints,
    RqiConfig rqi,
    PhaseRule phase,
    String initialState) {
  private static final int MAX_REPLICAS = 1 << 16;

  public RunConfig {
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty() || seeds.size() > MAX_REPLICAS) {
      throw new GrokException(
          "seeds must be 1 to %d numbers: there are %d".formatted(MAX_REPLICAS, seeds.size()));
    }
    if (new HashSet<>(seeds).size() < seeds.size()) {
      throw new GrokException("seeds must differ: " + seeds);
    }
    if (steps < 1 || steps > Integer.MAX_VALUE) {
      throw new GrokException(
          "steps must be between 1 and %d: %d".formatted(Integer.MAX_VALUE, steps));
    }
    if (experiment.task() instanceof AdditionTask addition) {
      requireRqi(addition, rqi);
    }
  }

  /** Refused here already, because building the RQI takes memory in p³. */
  private static void requireRqi(AdditionTask task, RqiConfig rqi) {
    int symbols = task.p() - rqi.definition().fromDigit();
    if (symbols < 3) {
      throw new GrokException("RQI needs at least three symbols: there are " + symbols);
    }
  }

  /** The same without what only people read. */
  RunConfig unnamed() {
    return new RunConfig(
        "", "", "", experiment, seeds, steps, log, checkpoints, rqi, phase, initialState);
  }

  /** The same from another initial state. */
  public RunConfig withInitialState(String file) {
    return new RunConfig(
        name, description, source, experiment, seeds, steps, log, checkpoints, rqi, phase, file);
  }

  /** Whether several seeds would train alike from one initial state. */
  public boolean seedsTrainAlike() {
    return seeds.size() > 1 && experiment.batches().full() && experiment.model().dropout() == 0;
  }

  /** One experiment per seed. */
  public List<Experiment> replicas() {
    return seeds.stream().map(experiment::replica).toList();
  }
}
