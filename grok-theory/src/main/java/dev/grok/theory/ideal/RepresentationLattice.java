package dev.grok.theory.ideal;

import dev.grok.api.GrokException;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.rank.GroundStates;
import dev.grok.theory.representation.Rqi;
import dev.grok.theory.representation.RqiDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The hierarchy of representations for few symbols (paper, appendix E and Figs. 11, 12). A node is
 * a set of parallelograms that holds everything it implies; several sets A ⊆ A₀ of equations may
 * determine the same one. A parent has more parallelograms, hence fewer degrees of freedom, than
 * its child. The first node is the linear structure, the last one has no parallelogram.
 */
public final class RepresentationLattice {
  /** Larger lattices are refused; p = 6, 7, 8 have 88, 647, 6,503 nodes. */
  public static final int MOST_NODES = 200_000;

  private static final int MOST_PARALLELOGRAMS = Long.SIZE - 1;

  /**
   * A representation.
   *
   * @param parallelograms all that it has
   * @param degreesOfFreedom n in the paper
   * @param equationSets number of sets A ⊆ A₀ that determine it; NaN in a lattice of more than
   *     20,000 nodes
   * @param parents numbers of the nodes right above: the smallest sets that contain this one
   * @param children numbers of the nodes right below
   */
  public record Node(
      Parallelograms parallelograms,
      int degreesOfFreedom,
      double equationSets,
      List<Integer> parents,
      List<Integer> children) {
    public Node {
      parents = List.copyOf(parents);
      children = List.copyOf(children);
    }
  }

  /**
   * Where a trained representation belongs.
   *
   * @param node number of the node: what P(R) implies
   * @param parallelograms P(R)
   * @param isClosed whether P(R) holds everything it implies; if not, some of it fails δ
   */
  public record Classification(int node, Parallelograms parallelograms, boolean isClosed) {}

  private final Parallelograms all;
  private final List<Node> nodes;
  private final Map<Long, Integer> numbers;

  private RepresentationLattice(Parallelograms all, List<Node> nodes, Map<Long, Integer> numbers) {
    this.all = all;
    this.nodes = List.copyOf(nodes);
    this.numbers = numbers;
  }

  /**
   * The lattice of all representations of p symbols.
   *
   * @throws GrokException if it has more than {@link #MOST_NODES} nodes
   */
  public static RepresentationLattice of(int p) {
    Parallelograms all = Parallelograms.full(p);
    if (all.size() > MOST_PARALLELOGRAMS) {
      throw tooLarge(p);
    }
    List<Set<Long>> levels = new ArrayList<>(); // by number of degrees of freedom, p first
    levels.add(Set.of(0L));
    Map<Long, Set<Long>> parents = new HashMap<>();
    int count = 1;
    while (true) {
      Set<Long> next = new LinkedHashSet<>();
      for (long flat : levels.get(levels.size() - 1)) {
        Set<Long> above = new LinkedHashSet<>();
        long seen = flat;
        for (int k = 0; k < all.size(); k++) {
          // Another parallelogram of a parent already found would only give that parent again.
          if ((seen >> k & 1) == 0) {
            long parent = closure(all, flat | 1L << k);
            seen |= parent;
            above.add(parent);
          }
        }
        parents.put(flat, above);
        next.addAll(above);
        if (count + next.size() > MOST_NODES) {
          throw tooLarge(p);
        }
      }
      if (next.isEmpty()) {
        break;
      }
      count += next.size();
      levels.add(next);
    }
    return number(all, levels, parents);
  }

  private static GrokException tooLarge(int p) {
    return new GrokException(
        "the lattice of p = %d has more than %,d representations: choose a smaller p"
            .formatted(p, MOST_NODES));
  }

  private static RepresentationLattice number(
      Parallelograms all, List<Set<Long>> levels, Map<Long, Set<Long>> parents) {
    Map<Long, Integer> numbers = new HashMap<>();
    List<Long> flats = new ArrayList<>();
    List<Integer> freedom = new ArrayList<>();
    List<List<Integer>> children = new ArrayList<>();
    for (int level = levels.size() - 1; level >= 0; level--) {
      for (long flat : levels.get(level)) {
        numbers.put(flat, flats.size());
        flats.add(flat);
        freedom.add(all.p() - level);
        children.add(new ArrayList<>());
      }
    }
    List<List<Integer>> above = new ArrayList<>();
    for (int k = 0; k < flats.size(); k++) {
      List<Integer> of = new ArrayList<>();
      for (long parent : parents.getOrDefault(flats.get(k), Set.of())) {
        int number = numbers.getOrDefault(parent, -1);
        of.add(number);
        children.get(number).add(k);
      }
      above.add(of);
    }
    double[] sets = equationSets(flats);
    List<Node> nodes = new ArrayList<>();
    for (int k = 0; k < sets.length; k++) {
      nodes.add(
          new Node(
              subset(all, flats.get(k)), freedom.get(k), sets[k], above.get(k), children.get(k)));
    }
    return new RepresentationLattice(all, nodes, numbers);
  }

  /** For each flat, how many of its subsets imply all of it, and not only a smaller flat. */
  private static double[] equationSets(List<Long> flats) {
    double[] sets = new double[flats.size()];
    if (flats.size() > 20_000) {
      Arrays.fill(sets, Double.NaN); // looking at every pair of nodes would take too long
      return sets;
    }
    for (int k = flats.size() - 1; k >= 0; k--) {
      long flat = flats.get(k);
      sets[k] = Math.pow(2, Long.bitCount(flat));
      for (int below = k + 1; below < sets.length; below++) {
        if ((flats.get(below) & ~flat) == 0) {
          sets[k] -= sets[below];
        }
      }
    }
    return sets;
  }

  private static Parallelograms subset(Parallelograms all, long members) {
    return all.subset(k -> (members >> k & 1) == 1);
  }

  private static long closure(Parallelograms all, long members) {
    GroundStates states = GroundStates.of(subset(all, members));
    return IntStream.range(0, all.size())
        .filter(k -> all.test(k, states::imply))
        .mapToLong(k -> 1L << k)
        .reduce(0, (x, y) -> x | y);
  }

  /** All representations; the linear structure first, fewest degrees of freedom first. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The node of an ideal model: what a training set determines. */
  public int ideal(DataSet d) {
    return numberOf(new IdealModel(d).parallelograms());
  }

  /** Where a representation belongs, by what counts as a parallelogram in it. */
  public Classification classify(double[][] embeddings, RqiDefinition definition) {
    Parallelograms found = new Rqi(all.p(), definition).parallelograms(embeddings);
    int node = numberOf(found);
    return new Classification(node, found, nodes.get(node).parallelograms().size() == found.size());
  }

  /** Whether a node has only parallelograms of another: R is a descendant of R*, or R* itself. */
  public boolean isDescendant(int node, int ancestor) {
    return nodes
        .get(ancestor)
        .parallelograms()
        .list()
        .containsAll(nodes.get(node).parallelograms().list());
  }

  private int numberOf(Parallelograms set) {
    long members = 0;
    for (int k = 0; k < all.size(); k++) {
      if (set.list().contains(all.get(k))) {
        members |= 1L << k;
      }
    }
    Integer number = numbers.get(closure(all, members));
    if (number == null) {
      throw new IllegalStateException("no node for " + set);
    }
    return number;
  }
}
