package dev.grok.lab.command.theory;

import static dev.grok.lab.command.shared.ConsoleCommand.DEFAULT;

import dev.grok.lab.config.UsageException;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Pair;
import dev.grok.models.task.Split;
import dev.grok.theory.parallelogram.DataSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which training set of addition is meant. */
final class DataSetOptions {
  @Option(names = "--p", paramLabel = "P", description = "Number of symbols" + DEFAULT)
  private int p = 10;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Random training samples; default: all there are.")
  private @Nullable Integer samples;

  @Option(
      names = "--split-seed",
      paramLabel = "SEED",
      description = "Seed of the split, as of a run" + DEFAULT)
  private long seed;

  @Option(
      names = "--pairs",
      paramLabel = "A,B",
      arity = "1..*",
      description = "The training samples themselves: --pairs 0,4 1,3 1,5 2,4")
  private List<String> pairs = new ArrayList<>();

  DataSet dataSet() {
    AdditionTask task = new AdditionTask(p, false);
    if (!pairs.isEmpty()) {
      if (samples != null) {
        throw new UsageException("--pairs and --samples exclude each other");
      }
      return DataSet.of(task, pairs.stream().map(DataSetOptions::pair).toList());
    }
    return samples == null
        ? DataSet.full(p)
        : DataSet.of(task, Split.random(task, samples, seed).train());
  }

  private static Pair pair(String text) {
    if (!text.matches("\\d{1,5},\\d{1,5}")) {
      throw new UsageException("a sample is two symbols with a comma, like 0,4: " + text);
    }
    String[] symbols = text.split(",", -1);
    return new Pair(Integer.parseInt(symbols[0]), Integer.parseInt(symbols[1]));
  }
}
