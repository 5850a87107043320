package dev.grok.lab.command;

import dev.grok.api.BackendOptions;
import dev.grok.api.backend.Backend;
import dev.grok.lab.command.shared.BackendOption;
import dev.grok.lab.command.shared.ResultCommand;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.run.RunJob;
import dev.grok.models.io.HostTensor;
import dev.grok.models.io.Safetensors;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.models.train.ReplicaMetrics;
import dev.grok.theory.representation.LotteryTicket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "ticket",
    description =
        "How well a trained model does when its embeddings keep only some principal components"
            + " (appendix K).")
public final class TicketCommand extends ResultCommand<List<TicketCommand.Row>> {
  @Parameters(paramLabel = "DIR", description = "Directory of a complete run.")
  private Path directory = Path.of("");

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "Whose model and embeddings: initial, final or a checkpoint's step (default: final).")
  private String at = "final";

  @Option(
      names = "--onto",
      paramLabel = "TIME",
      description = "Whose principal components (default: final).")
  private String onto = "final";

  @Option(
      names = "--components",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,5,10",
      description = "How many of them" + DEFAULT)
  private List<Integer> components = new ArrayList<>();

  @Option(names = "--replica", paramLabel = "R", description = "Which replica (default: 0).")
  private int replica;

  @Mixin private final BackendOption backend = new BackendOption();

  /** What is printed of one projection. */
  record Row(
      int components,
      double trainLoss,
      double validationLoss,
      double trainAccuracy,
      double validationAccuracy) {}

  @Override
  protected List<Row> compute() {
    RunConfig config = RunJob.config(directory);
    if (replica < 0 || replica >= config.seeds().size()) {
      throw new UsageException(
          "--replica must be between 0 and %d: %d".formatted(config.seeds().size() - 1, replica));
    }
    Experiment experiment = config.replicas().get(replica);
    InitialState state = InitialState.read(experiment, parametersFile("initial"));
    Map<String, HostTensor> model = parameters(state, at);
    HostTensor other =
        experiment
            .model()
            .embedding()
            .map(parameters(state, onto)::get)
            .orElseThrow(
                () -> new UsageException("the model in %s has no embeddings".formatted(directory)));
    List<Row> rows = new ArrayList<>();
    try (Backend opened = backend.choice().open(BackendOptions.DEFAULT)) {
      List<ReplicaMetrics> all =
          LotteryTicket.metrics(opened, experiment, state, model, other.rows(), components);
      for (int i = 0; i < components.size(); i++) {
        ReplicaMetrics m = all.get(i);
        rows.add(
            new Row(
                components.get(i),
                m.trainLoss(),
                m.validationLoss(),
                m.trainAccuracy(),
                m.validationAccuracy()));
      }
    }
    return rows;
  }

  @Override
  protected String text(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append("model of '%s', components of '%s'%n".formatted(at, onto));
    text.append("components  train accuracy  validation accuracy  train loss%n".formatted());
    for (Row row : rows) {
      text.append(
          "%10d  %14.4f  %19.4f  %10.3e%n"
              .formatted(row.components, row.trainAccuracy, row.validationAccuracy, row.trainLoss));
    }
    return text.toString();
  }

  private Map<String, HostTensor> parameters(InitialState state, String time) {
    return time.equals("initial")
        ? new LinkedHashMap<>(state.parameters())
        : Safetensors.read(parametersFile(time));
  }

  private Path parametersFile(String time) {
    String name = time.matches("\\d+") ? "step-" + time : time;
    Path file = directory.resolve("%s-%d.safetensors".formatted(name, replica));
    if (!Files.exists(file)) {
      throw new UsageException(
          "there are no parameters of '%s': %s is missing".formatted(time, file));
    }
    return file;
  }
}
