package dev.grok.theory.ideal;

import static dev.grok.theory.PaperExamples.linear;
import static dev.grok.theory.PaperExamples.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.theory.PaperExamples;
import dev.grok.theory.ideal.RepresentationLattice.Classification;
import dev.grok.theory.ideal.RepresentationLattice.Node;
import dev.grok.theory.parallelogram.Parallelogram;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.rank.EquationMatrix;
import dev.grok.theory.rank.ExactRank;
import dev.grok.theory.representation.RqiDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepresentationLatticeTest {
  /** Fig. 11: of the eight sets of equations the four with two or three determine the line. */
  @Test
  void figure11() {
    RepresentationLattice lattice = RepresentationLattice.of(4);
    List<Node> nodes = lattice.nodes();
    assertThat(nodes).extracting(Node::degreesOfFreedom).containsExactly(2, 3, 3, 3, 4);
    assertThat(nodes).extracting(Node::equationSets).containsExactly(4.0, 1.0, 1.0, 1.0, 1.0);
    assertThat(nodes.get(0).parallelograms()).isEqualTo(Parallelograms.full(4));
    assertThat(nodes.get(0).children()).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(nodes.get(4).parents()).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(nodes.get(4).parallelograms().size()).isZero();
    assertThat(lattice.ideal(PaperExamples.EQUATION_21)).isZero();
    for (int k = 0; k < 5; k++) {
      assertThat(lattice.isDescendant(k, 0)).isTrue();
      assertThat(lattice.isDescendant(0, k)).isEqualTo(k == 0);
    }
  }

  /** Every set of equations, by big-integer ranks. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void everySetOfEquationsHasItsNode(int p) {
    Parallelograms all = Parallelograms.full(p);
    Map<Set<Parallelogram>, Integer> sets = new HashMap<>();
    Map<Set<Parallelogram>, Integer> freedom = new HashMap<>();
    EquationMatrix equations = new EquationMatrix(all);
    for (int set = 0; set < 1 << all.size(); set++) {
      ExactRank space = new ExactRank(p);
      for (int k = 0; k < all.size(); k++) {
        if ((set >> k & 1) == 1) {
          space.insert(equations.row(k));
        }
      }
      Set<Parallelogram> closed =
          all.list().stream()
              .filter(q -> space.contains(equations.row(all.list().indexOf(q))))
              .collect(Collectors.toSet());
      sets.merge(closed, 1, Integer::sum);
      freedom.put(closed, space.nullity());
    }
    List<Node> nodes = RepresentationLattice.of(p).nodes();
    assertThat(nodes).hasSize(sets.size());
    for (Node node : nodes) {
      Set<Parallelogram> members = Set.copyOf(node.parallelograms().list());
      assertThat(node.equationSets()).isEqualTo((double) sets.get(members));
      assertThat(node.degreesOfFreedom()).isEqualTo(freedom.get(members));
      for (int parent : node.parents()) {
        assertThat(nodes.get(parent).degreesOfFreedom()).isEqualTo(node.degreesOfFreedom() - 1);
        assertThat(nodes.get(parent).parallelograms().list()).containsAll(members);
        assertThat(nodes.get(parent).children()).contains(nodes.indexOf(node));
      }
    }
  }

  @Test
  void classification() {
    RepresentationLattice lattice = RepresentationLattice.of(4);
    assertThat(lattice.classify(linear(4, 2), RqiDefinition.AUTHORS).node()).isZero();
    // E_0 + E_3 = E_1 + E_2 only: node of (0, 3, 1, 2).
    double[][] symmetric = {{0}, {1}, {5}, {6}};
    Classification found = lattice.classify(symmetric, RqiDefinition.AUTHORS);
    assertThat(lattice.nodes().get(found.node()).parallelograms().list())
        .containsExactly(new Parallelogram(0, 3, 1, 2));
    assertThat(found.isClosed()).isTrue();
    assertThat(lattice.classify(normal(4, 3, 1), RqiDefinition.PAPER).node()).isEqualTo(4);
    // Two that hold within δ imply the third, which misses it: not closed, but linear.
    double[][] nearly = {{0}, {1}, {2.1}, {3.3}};
    Classification near = lattice.classify(nearly, RqiDefinition.AUTHORS);
    assertThat(near.parallelograms().size()).isEqualTo(2);
    assertThat(near.isClosed()).isFalse();
    assertThat(near.node()).isZero();
  }

  @Test
  void tooManySymbolsAreRefused() {
    assertThatThrownBy(() -> RepresentationLattice.of(10))
        .isInstanceOf(GrokException.class)
        .hasMessage(
            "the lattice of p = 10 has more than 200,000 representations: choose a smaller p");
  }
}
