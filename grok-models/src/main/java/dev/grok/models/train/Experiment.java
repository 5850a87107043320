package dev.grok.models.train;

import dev.grok.api.GrokException;
import dev.grok.models.architecture.Model;
import dev.grok.models.architecture.ParameterGroup;
import dev.grok.models.architecture.ToyModel;
import dev.grok.models.internal.Records;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Task;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that decides the training of one replica: the same value gives the same bits.
 *
 * @param task what is learned
 * @param trainingSamples size of the training set D
 * @param model the model
 * @param embedding optimizer of the representation
 * @param decoder optimizer of the decoder
 * @param batches which samples a step sees
 * @param thresholds accuracies whose first crossing is recorded
 * @param evaluateEvery steps between two looks at both accuracies; 1: after every update
 * @param seed of split, targets, initial state, batches and dropout
 */
public record Experiment(
    Task task,
    int trainingSamples,
    Model model,
    OptimizerSettings embedding,
    OptimizerSettings decoder,
    Batches batches,
    Thresholds thresholds,
    int evaluateEvery,
    long seed) {
  public Experiment {
    task.requireTrainingSamples(trainingSamples);
    model.requireTask(task);
    if (batches.size() > trainingSamples) {
      throw new GrokException(
          "batch size must be between 0 (all) and %d (training samples): %d"
              .formatted(trainingSamples, batches.size()));
    }
    if (evaluateEvery < 1) {
      throw new GrokException("steps between evaluations must be at least 1: " + evaluateEvery);
    }
  }

  /** The components by name; unless they are set they are the paper's, of seed 0. */
  public static final class Builder {
    public Task task = new AdditionTask(10, false);
    public int trainingSamples = 45;
    public Model model = ToyModel.PAPER;
    public OptimizerSettings embedding = OptimizerSettings.adamw(1e-3, 0);
    public OptimizerSettings decoder = OptimizerSettings.adamw(1e-4, 0);
    public Batches batches = Batches.FULL;
    public Thresholds thresholds = Thresholds.TABLE_1;
    public int evaluateEvery = 1;
    public long seed;
  }

  /** The paper's: p = 10, 45 of 55 samples, AdamW 10⁻³ on embeddings, 10⁻⁴ on the decoder. */
  public static Experiment paper(long seed) {
    return Records.build(Experiment.class, new Builder()).withSeed(seed);
  }

  /** The same with some components changed. */
  public Experiment with(Consumer<Builder> changes) {
    return Records.with(this, new Builder(), changes);
  }

  /** The optimizer of a group of parameters. */
  public OptimizerSettings optimizer(ParameterGroup group) {
    return switch (group) {
      case EMBEDDING -> embedding;
      case DECODER -> decoder;
    };
  }

  /** What must be equal for two replicas to share an ensemble: all that shapes its kernels. */
  public List<Object> ensembleKey() {
    return List.of(
        task,
        trainingSamples,
        model.ensembleKey(),
        model.dropout() > 0,
        embedding.kind(),
        decoder.kind(),
        batches,
        thresholds,
        evaluateEvery);
  }

  public Experiment withSeed(long other) {
    return with(e -> e.seed = other);
  }

  public Experiment withTrainingSamples(int samples) {
    return with(e -> e.trainingSamples = samples);
  }

  public Experiment withEmbedding(OptimizerSettings settings) {
    return with(e -> e.embedding = settings);
  }

  public Experiment withDecoder(OptimizerSettings settings) {
    return with(e -> e.decoder = settings);
  }
}
