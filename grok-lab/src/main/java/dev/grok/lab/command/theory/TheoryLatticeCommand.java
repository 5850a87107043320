package dev.grok.lab.command.theory;

import dev.grok.api.GrokException;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.console.Columns;
import dev.grok.lab.train.Networks;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.models.io.HostTensor;
import dev.grok.models.io.Safetensors;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Pair;
import dev.grok.models.task.Split;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.theory.ideal.RepresentationLattice;
import dev.grok.theory.ideal.RepresentationLattice.Classification;
import dev.grok.theory.ideal.RepresentationLattice.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "lattice",
    description = "The hierarchy of representations, and where trained ones belong (Figs. 11, 12).")
final class TheoryLatticeCommand extends TheorySubcommand<TheoryLatticeCommand.Result> {
  private static final String EMBEDDING = "embedding.weight";

  /** Eq. 21. */
  private static final List<Pair> TRAINING_SET =
      List.of(
          new Pair(0, 2),
          new Pair(1, 1),
          new Pair(0, 3),
          new Pair(1, 2),
          new Pair(1, 3),
          new Pair(2, 2));

  @Option(names = "--p", paramLabel = "P", description = "Number of symbols" + DEFAULT)
  private int p = 4;

  @Option(
      names = "--embeddings",
      paramLabel = "FILE",
      description = "Classify the embedding.weight of a safetensors file.")
  private @Nullable Path file;

  @Option(
      names = "--networks",
      paramLabel = "N",
      description = "Train so many networks on Eq. 21 at both rates of Fig. 12, and classify them.")
  private int count;

  @Mixin private final NetworkOptions networks = new NetworkOptions();

  /** A node, its parallelograms as i+j=m+n. */
  record NodeText(
      int number,
      int degreesOfFreedom,
      List<String> parallelograms,
      OptionalDouble equationSets,
      List<Integer> parents,
      List<Integer> children) {}

  /** How often networks of one pair of rates were found at each node. */
  record Counts(double eta1, double eta2, List<Integer> atNode, int closed, int descendants) {}

  /** What was found; the classified node is that of the given file. */
  record Result(int p, List<NodeText> nodes, @Nullable Integer classified, List<Counts> trained) {}

  @Override
  protected Result compute() {
    RepresentationLattice lattice = RepresentationLattice.of(p);
    List<NodeText> nodes = new ArrayList<>();
    for (int k = 0; k < lattice.nodes().size(); k++) {
      Node node = lattice.nodes().get(k);
      nodes.add(
          new NodeText(
              k,
              node.degreesOfFreedom(),
              node.parallelograms().list().stream().map(TheorySubcommand::name).toList(),
              finite(node.equationSets()),
              node.parents(),
              node.children()));
    }
    Integer classified =
        file == null ? null : lattice.classify(read(file), Networks.RQI.definition()).node();
    List<Counts> trained = new ArrayList<>();
    if (count > 0) {
      if (p != 4) {
        throw new UsageException("--networks are those of Fig. 12: p must be 4, not " + p);
      }
      trained.add(train(lattice, 1e-3, 1e-2));
      trained.add(train(lattice, 1e-2, 1e-3));
    }
    return new Result(p, nodes, classified, trained);
  }

  private double[][] read(Path from) {
    HostTensor tensor = Safetensors.read(from).get(EMBEDDING);
    if (tensor == null) {
      throw new GrokException("%s has no tensor '%s'".formatted(from, EMBEDDING));
    }
    tensor.requireShape(EMBEDDING, p, tensor.values().length / p);
    return tensor.rows();
  }

  private Counts train(RepresentationLattice lattice, double eta1, double eta2) {
    AdditionTask task = new AdditionTask(4, false);
    List<Pair> validation =
        task.samples().stream().filter(sample -> !TRAINING_SET.contains(sample)).toList();
    Split split = new Split(task, TRAINING_SET, validation);
    List<Experiment> experiments = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      experiments.add(
          NetworkOptions.rates(Experiment.paper(k), eta1, eta2)
              .with(
                  e -> {
                    e.task = task;
                    e.trainingSamples = TRAINING_SET.size();
                  }));
    }
    List<ReplicaRun> runs =
        networks.train(console(), experiments, e -> InitialState.random(e).withSplit(split));
    int[] at = new int[lattice.nodes().size()];
    int closed = 0;
    for (ReplicaRun run : runs) {
      double[][] embedding = run.embeddings().get(run.embeddings().size() - 1);
      Classification found = lattice.classify(embedding, Networks.RQI.definition());
      at[found.node()]++;
      closed += found.isClosed() ? 1 : 0;
    }
    int descendants =
        IntStream.range(0, at.length).filter(k -> lattice.isDescendant(k, 0)).map(k -> at[k]).sum();
    return new Counts(eta1, eta2, IntStream.of(at).boxed().toList(), closed, descendants);
  }

  @Override
  protected String text(Result r) {
    StringBuilder text = new StringBuilder();
    text.append(
        new Columns<NodeText>()
            .add("node", NodeText::number)
            .add("degrees of freedom", NodeText::degreesOfFreedom)
            .add("equation sets", node -> or("-", node.equationSets()))
            .add("parents", NodeText::parents)
            .add("parallelograms", node -> String.join(" ", node.parallelograms()))
            .text(r.nodes().stream().limit(200).toList()));
    if (r.nodes().size() > 200) {
      text.append("... %d more (--json lists all)%n".formatted(r.nodes().size() - 200));
    }
    String levels =
        r.nodes().stream()
            .collect(
                Collectors.groupingBy(
                    NodeText::degreesOfFreedom, TreeMap::new, Collectors.counting()))
            .toString();
    text.append(
        "%d representations of p = %d; by degrees of freedom %s%n"
            .formatted(r.nodes().size(), r.p(), levels));
    if (r.classified() != null) {
      text.append("the file's representation is node %d%n".formatted(r.classified()));
    }
    for (Counts counts : r.trained()) {
      text.append(
          "rates (%s, %s): networks at each node %s, %d of them hold all that they imply%n"
              .formatted(counts.eta1(), counts.eta2(), counts.atNode(), counts.closed()));
    }
    return text.toString();
  }
}
