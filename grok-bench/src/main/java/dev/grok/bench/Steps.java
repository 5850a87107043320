package dev.grok.bench;

import dev.grok.api.backend.Backend;
import dev.grok.models.architecture.ImageMlp;
import dev.grok.models.architecture.Transformer;
import dev.grok.models.task.DataDirectory;
import dev.grok.models.task.ImageTask;
import dev.grok.models.task.ModularTask;
import dev.grok.models.train.Batches;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.Thresholds;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The training steps that are timed: of the paper's three models. */
public enum Steps {
  /** 45 samples through 1-200-200-30, AdamW on both groups, both accuracies at every step. */
  TOY {
    @Override
    public Experiment experiment(long seed) {
      return Experiment.paper(seed);
    }
  },

  /** A batch of 200 of 1,000 images through 784-200-200-10, AdamW; no accuracies. */
  MNIST {
    @Override
    public Experiment experiment(long seed) {
      OptimizerSettings adamw = OptimizerSettings.adamw(1e-3, 0.01);
      return new Experiment(
          ImageTask.MNIST,
          IMAGES,
          ImageMlp.PAPER,
          adamw,
          adamw,
          new Batches(200, Batches.Order.EPOCHS),
          Thresholds.TABLE_1,
          NEVER,
          seed);
    }
  },

  /** All 2,247 training pairs of p = 53 through the paper's transformer, AdamW; no accuracies. */
  TRANSFORMER {
    @Override
    public Experiment experiment(long seed) {
      return modular(53, 2247, seed);
    }

    /** With fewer symbols: the reference takes a minute for a step of the whole. */
    @Override
    Experiment checked() {
      return modular(13, 100, 0);
    }

    private Experiment modular(int p, int trainingSamples, long seed) {
      return new Experiment(
          new ModularTask(p, ModularTask.Operation.ADDITION, true),
          trainingSamples,
          Transformer.PAPER,
          OptimizerSettings.adamw(1e-3, 0.01),
          OptimizerSettings.adamw(1e-3, 0),
          Batches.FULL,
          Thresholds.TABLE_1,
          NEVER,
          seed);
    }
  };

  private static final int IMAGES = 1_000;
  private static final int TOY_STEPS = 50;
  private static final int MNIST_STEPS = 5;

  /** Steps between two looks at the accuracies; more than anything here makes. */
  public static final int NEVER = 1 << 30;

  /** Steps of one call. */
  int atOnce() {
    return switch (this) {
      case TOY -> TOY_STEPS;
      case MNIST -> MNIST_STEPS;
      case TRANSFORMER -> 1;
    };
  }

  /** The replica of the given seed. */
  public abstract Experiment experiment(long seed);

  /** The replica that is compared with the reference. */
  Experiment checked() {
    return experiment(0);
  }

  /** An ensemble of seeds 0, 1, ... past its first step, which alone looks at the accuracies. */
  Ensemble start(Backend backend, int replicas) {
    return start(backend, IntStream.range(0, replicas).mapToObj(this::experiment).toList());
  }

  /** The same of the replica that is compared with the reference. */
  Ensemble startChecked(Backend backend) {
    return start(backend, List.of(checked()));
  }

  private Ensemble start(Backend backend, List<Experiment> experiments) {
    Ensemble ensemble = Ensemble.create(backend, experiments, states(experiments));
    ensemble.run(1);
    return ensemble;
  }

  private List<InitialState> states(List<Experiment> experiments) {
    if (this != MNIST) {
      return experiments.stream().map(InitialState::random).toList();
    }
    // A step takes as long whatever the images show.
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      writeImages(directory.path(), "train", IMAGES);
      writeImages(directory.path(), "t10k", 10);
      DataDirectory data = DataDirectory.of(directory.path());
      return experiments.stream().map(e -> InitialState.random(e, data)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeImages(Path directory, String prefix, int n) throws IOException {
    Random random = new Random(n);
    byte[] pixels = new byte[n * 28 * 28];
    random.nextBytes(pixels);
    write(directory.resolve(prefix + "-images-idx3-ubyte"), pixels, 0x803, n, 28, 28);
    byte[] labels = new byte[n];
    for (int i = 0; i < n; i++) {
      labels[i] = (byte) random.nextInt(10);
    }
    write(directory.resolve(prefix + "-labels-idx1-ubyte"), labels, 0x801, n);
  }

  private static void write(Path file, byte[] contents, int... header) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      for (int word : header) {
        out.writeInt(word);
      }
      out.write(contents);
    }
  }
}
