package dev.grok.spark;

import dev.grok.api.BackendOptions;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.sweep.CellResult;
import dev.grok.lab.sweep.Cells;
import dev.grok.lab.sweep.InitialStates;
import dev.grok.lab.sweep.train.CellListener;
import dev.grok.lab.sweep.train.CellQueue;
import dev.grok.lab.sweep.train.CellTrainer;
import dev.grok.lab.sweep.train.SweepOptions;
import dev.grok.models.task.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/** Trains the cells of a partition on an executor, on a backend of one thread. */
final class TaskRunner implements FlatMapFunction<Iterator<CellTask>, CellResult> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<TaskSettings> settings;

  TaskRunner(Broadcast<TaskSettings> settings) {
    this.settings = settings;
  }

  /** The cells of one partition. */
  private static final class Partition implements Cells {
    final Map<Integer, CellTask> tasks = new LinkedHashMap<>();
    private final Map<List<Object>, Integer> groups = new HashMap<>();

    @Override
    public String id(int cell) {
      return task(cell).id();
    }

    @Override
    public int group(int cell) {
      List<Object> key = config(cell).replicas().get(0).ensembleKey();
      groups.putIfAbsent(key, groups.size());
      return groups.getOrDefault(key, 0);
    }

    @Override
    public RunConfig config(int cell) {
      return Json.read("cell " + cell, task(cell).config(), RunConfig.class);
    }

    private CellTask task(int cell) {
      CellTask task = tasks.get(cell);
      if (task == null) {
        throw new IllegalArgumentException("no cell " + cell);
      }
      return task;
    }
  }

  @Override
  public Iterator<CellResult> call(Iterator<CellTask> tasks) throws IOException {
    Partition cells = new Partition();
    tasks.forEachRemaining(task -> cells.tasks.put(task.cell(), task));
    int[] numbers = cells.tasks.keySet().stream().mapToInt(Integer::intValue).toArray();
    TaskSettings shared = settings.value();
    List<CellResult> results = new ArrayList<>();
    CellListener listener = results::add;
    DataDirectory data = SweepOptions.dataDirectory(shared.data());
    Path directory = Files.createTempDirectory("grok-initial-states");
    try (Backend backend =
        Backends.explain(shared.backend()).open(BackendOptions.DEFAULT.withThreads(1))) {
      for (Map.Entry<String, byte[]> file : shared.initialStates().entrySet()) {
        Files.write(directory.resolve(file.getKey()), file.getValue());
      }
      int replicas = shared.replicas() > 0 ? shared.replicas() : backend.preferredReplicas();
      new CellTrainer(
              backend,
              cells,
              new InitialStates(directory),
              data,
              replicas,
              new CellQueue(numbers, cells::group),
              listener)
          .run();
    } finally {
      for (String file : shared.initialStates().keySet()) {
        Files.deleteIfExists(directory.resolve(file));
      }
      Files.deleteIfExists(directory);
    }
    return results.iterator();
  }
}
