package dev.grok.lab.command.theory;

import dev.grok.api.BackendOptions;
import dev.grok.api.backend.Backend;
import dev.grok.api.kernel.Activation;
import dev.grok.lab.command.shared.BackendOption;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.console.Columns;
import dev.grok.models.task.DataDirectory;
import dev.grok.models.task.ImageSet;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.theory.image.ImageEffectiveLoss;
import dev.grok.theory.image.ImageTraining;
import dev.grok.theory.image.ImageTraining.Snapshot;
import dev.grok.theory.image.RandomEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "images",
    description =
        "Embeddings of images trained on l/Z from an untrained encoder (App. I, Fig. 19).")
final class TheoryImagesCommand extends TheorySubcommand<TheoryImagesCommand.Result> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory of IDX files; default: that named by GROK_DATA.")
  private @Nullable Path data;

  @Option(
      names = "--set",
      paramLabel = "PREFIX",
      description = "PREFIX-images-idx3-ubyte[.gz] and its labels" + DEFAULT)
  private String prefix = "train";

  @Option(names = "--images", paramLabel = "N", description = "The first so many images" + DEFAULT)
  private int images = 1_000;

  @Option(
      names = "--widths",
      paramLabel = "W,W,...",
      split = ",",
      defaultValue = "200,200",
      description = "Hidden widths of the encoder" + DEFAULT)
  private List<Integer> widths = List.of(200, 200);

  @Option(
      names = "--activation",
      paramLabel = "F",
      description = "Of the encoder: ${COMPLETION-CANDIDATES}" + DEFAULT)
  private Activation activation = Activation.RELU;

  @Option(names = "--seed", paramLabel = "SEED", description = "Seed of the encoder" + DEFAULT)
  private long seed;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Number of updates (default: ${DEFAULT-VALUE}, as in the paper).")
  private long steps = ImageTraining.PAPER_STEPS;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      defaultValue = "1e-3",
      description = "Learning rate (default: ${DEFAULT-VALUE}, as in the paper).")
  private double rate = 1e-3;

  @Option(names = "--flow", description = "Plain gradient descent instead of Adam: it conserves Z.")
  private boolean flow;

  @Mixin private final BackendOption backend = new BackendOption();

  record Result(
      String images,
      String optimizer,
      long pairs,
      double zDrift,
      int[] labels,
      List<Snapshot> snapshots) {}

  @Override
  protected Result compute() {
    if (steps < 0) {
      throw new UsageException("--steps must not be negative: " + steps);
    }
    DataDirectory directory = data == null ? DataDirectory.ofEnvironment() : DataDirectory.of(data);
    ImageSet set = directory.images(prefix).first(images);
    float[] features = set.features();
    float[][] rows = new float[set.size()][];
    for (int x = 0; x < rows.length; x++) {
      rows[x] = Arrays.copyOfRange(features, x * set.pixels(), (x + 1) * set.pixels());
    }
    ImageEffectiveLoss loss = new ImageEffectiveLoss(set.labels());
    OptimizerSettings optimizer =
        flow ? OptimizerSettings.sgd(rate, 0, 0) : OptimizerSettings.adam(rate, 0);
    try (Backend opened = backend.choice().open(BackendOptions.DEFAULT)) {
      double[][] start = new RandomEncoder(widths, activation, 2, seed).encode(opened, rows);
      long[] at = LongStream.rangeClosed(0, 10).map(k -> steps * k / 10).distinct().toArray();
      List<Snapshot> snapshots =
          new ArrayList<>(new ImageTraining(loss, optimizer).run(opened, start, at));
      double z = snapshots.get(0).z();
      double drift = snapshots.stream().mapToDouble(s -> Math.abs(s.z() / z - 1)).max().orElse(0);
      return new Result(
          set.toString(),
          optimizer.kind().toLowerCase(Locale.ROOT),
          loss.pairs(),
          drift,
          set.labels(),
          snapshots);
    }
  }

  @Override
  protected String text(Result r) {
    String table =
        new Columns<Snapshot>()
            .add("step", Snapshot::step)
            .add("l/Z", Snapshot::loss)
            .add("Z", Snapshot::z)
            .add("within/between", Snapshot::withinOverBetween)
            .text(r.snapshots());
    return "%s, %d pairs of one label, %s%n%sdrift of Z %s%n"
        .formatted(r.images(), r.pairs(), r.optimizer(), table, Columns.number(r.zDrift()));
  }
}
