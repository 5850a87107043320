package dev.grok.models.train;

import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Philox;
import dev.grok.models.architecture.ImageMlp;
import dev.grok.models.architecture.Model;
import dev.grok.models.architecture.TokenFormat;
import dev.grok.models.architecture.ToyModel;
import dev.grok.models.architecture.ToyModel.Combination;
import dev.grok.models.architecture.Transformer;
import dev.grok.models.architecture.Transformer.Positions;
import dev.grok.models.architecture.Transformer.Readout;
import dev.grok.models.io.HostTensor;
import dev.grok.models.io.Safetensors;
import dev.grok.models.task.DataDirectory;
import dev.grok.models.task.GroupTask;
import dev.grok.models.task.ImageTask;
import dev.grok.models.task.ModularTask;
import dev.grok.models.task.ModularTask.Operation;
import dev.grok.models.task.Task;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The cases of {@code make_traces.py}, which has their formulas, and what PyTorch made of them. */
final class Traces {
  private static final int IMAGES = 1_000;
  private static final int SIDE = 28;

  private Traces() {}

  /** The experiment of a case, by the script's name for it. */
  static Experiment experiment(String name) {
    return switch (name) {
      case "transformer7" -> experiment(7, modular(Operation.ADDITION, 7), 35, paper(16, 24, 2));
      case "transformer53" ->
          experiment(53, modular(Operation.ADDITION, 53), 2_247, Transformer.PAPER)
              .with(e -> e.evaluateEvery = 100);
      case "equation7" ->
          experiment(12, modular(Operation.DIVISION, 7), 30, equation())
              .withEmbedding(OptimizerSettings.adamw(1e-3, 0))
              .withDecoder(OptimizerSettings.adamw(3e-4, 0.1));
      case "images" ->
          experiment(200, new ImageTask("train", "held", SIDE * SIDE, 10), IMAGES, ImageMlp.PAPER)
              .with(
                  e -> {
                    e.batches = new Batches(200, Batches.Order.EPOCHS);
                    e.evaluateEvery = 100;
                    e.embedding = OptimizerSettings.adamw(1e-3, 0.1);
                    e.decoder = OptimizerSettings.adamw(1e-3, 0.1);
                  });
      case "s3" ->
          experiment(6, new GroupTask("s3", true), 24, matrices())
              .withEmbedding(OptimizerSettings.adamw(1e-3, 0))
              .withDecoder(OptimizerSettings.adamw(1e-4, 1));
      default -> throw new IllegalArgumentException("no case " + name);
    };
  }

  private static Experiment experiment(long seed, Task task, int trainingSamples, Model model) {
    return Experiment.paper(seed)
        .with(
            e -> {
              e.task = task;
              e.trainingSamples = trainingSamples;
              e.model = model;
              e.embedding = OptimizerSettings.adamw(1e-3, 0.01);
              e.decoder = OptimizerSettings.adamw(1e-3, 1);
            });
  }

  private static Task modular(Operation operation, int p) {
    return new ModularTask(p, operation, true);
  }

  private static Transformer paper(int width, int mlpWidth, int heads) {
    return Transformer.PAPER.with(
        t -> {
          t.width = width;
          t.heads = heads;
          t.mlpWidth = mlpWidth;
        });
  }

  private static Transformer equation() {
    return Transformer.PAPER.with(
        t -> {
          t.format = TokenFormat.EQUATION;
          t.width = 12;
          t.heads = 3;
          t.mlpWidth = 20;
          t.activation = Activation.GELU;
          t.mask = Mask.CAUSAL;
          t.positions = Positions.LEARNED;
          t.finalNorm = true;
          t.readout = Readout.LAST;
        });
  }

  private static ToyModel matrices() {
    return ToyModel.PAPER.with(
        m -> {
          m.combination = Combination.PRODUCT;
          m.embeddingDimension = 3;
        });
  }

  /** What PyTorch made of a case, by the names that the script's head explains. */
  static Map<String, HostTensor> trace(String name) {
    return Safetensors.read(resource("trace-" + name + ".safetensors"));
  }

  /** A file beside this class. */
  static Path resource(String name) {
    URL url = Traces.class.getResource(name);
    if (url == null) {
      throw new IllegalStateException("no resource " + name);
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Norm and product with sin(1), sin(2), ...: what the script keeps of a tensor. */
  static double[] fingerprint(double[] values) {
    double squares = 0;
    double projection = 0;
    for (int i = 0; i < values.length; i++) {
      squares += values[i] * values[i];
      projection += values[i] * Math.sin(i + 1);
    }
    return new double[] {Math.sqrt(squares), projection};
  }

  /** Writes the images of the case "images"; those that validate are the same. */
  static DataDirectory images(Path folder) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + IMAGES * SIDE * SIDE);
    ByteBuffer labels = ByteBuffer.allocate(8 + IMAGES);
    images.putInt(0x803).putInt(IMAGES).putInt(SIDE).putInt(SIDE);
    labels.putInt(0x801).putInt(IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      for (int q = 0; q < SIDE * SIDE; q++) {
        int word = Philox.word(0, i, q);
        images.put((byte) ((word & 7) == 0 ? word >>> 24 : 0));
      }
      labels.put((byte) (i % 10));
    }
    for (String part : List.of("train", "held")) {
      Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
      Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }
    return DataDirectory.of(folder);
  }
}
