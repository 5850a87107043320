package dev.grok.models.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiniteGroupTest {
  private static int[][] table(FiniteGroup group) {
    return IntStream.range(0, group.order())
        .mapToObj(a -> IntStream.range(0, group.order()).map(b -> group.product(a, b)).toArray())
        .toArray(int[][]::new);
  }

  private static long elementsOfOrder(FiniteGroup group, int wanted) {
    return IntStream.range(0, group.order())
        .filter(
            a -> {
              int order = 1;
              for (int power = a; power != group.identity(); power = group.product(power, a)) {
                order++;
              }
              return order == wanted;
            })
        .count();
  }

  /** Numbers of elements of order 2, 3, 4 tell these groups apart; from the literature. */
  @ParameterizedTest
  @CsvSource({
    "c1, 1, true, 0, 0, 0",
    "c2, 2, true, 1, 0, 0",
    "c12, 12, true, 1, 2, 2",
    "s1, 1, true, 0, 0, 0",
    "s2, 2, true, 1, 0, 0",
    "s3, 6, false, 3, 2, 0",
    "s4, 24, false, 9, 8, 6",
    "s5, 120, false, 25, 20, 30",
    "s6, 720, false, 75, 80, 180",
    "a3, 3, true, 0, 2, 0",
    "a4, 12, false, 3, 8, 0",
    "a5, 60, false, 15, 20, 0",
    "d1, 2, true, 1, 0, 0",
    "d2, 4, true, 3, 0, 0",
    "d3, 6, false, 3, 2, 0",
    "d4, 8, false, 5, 0, 2",
    "q8, 8, false, 1, 0, 6",
    "c2xc2xs3, 24, false, 15, 2, 0",
    "C2xC4, 8, true, 3, 0, 4"
  })
  void readyGroups(String name, int order, boolean abelian, long two, long three, long four) {
    FiniteGroup group = GroupNames.parse(name);
    assertThat(group.order()).isEqualTo(order);
    assertThat(group.isAbelian()).isEqualTo(abelian);
    assertThat(elementsOfOrder(group, 2)).isEqualTo(two);
    assertThat(elementsOfOrder(group, 3)).isEqualTo(three);
    assertThat(elementsOfOrder(group, 4)).isEqualTo(four);
    for (int a = 0; a < order; a++) {
      assertThat(group.product(a, group.inverse(a))).isEqualTo(group.identity());
      assertThat(group.product(group.identity(), a)).isEqualTo(a);
    }
    FiniteGroup again = FiniteGroup.of(name, table(group));
    assertThat(again.identity()).isEqualTo(group.identity());
    assertThat(again.isAbelian()).isEqualTo(abelian);
  }

  /** The authors' order of elements and of factors (Fig. 6(d)): (i o j)[k] = p_j[p_i[k]]. */
  @Test
  void symmetricGroupOfThePaper() {
    FiniteGroup s3 = FiniteGroup.symmetric(3);
    assertThat(IntStream.range(0, 6).mapToObj(s3::elementName))
        .containsExactly("0 1 2", "0 2 1", "1 0 2", "1 2 0", "2 0 1", "2 1 0");
    assertThat(s3.product(1, 2)).as("first 0 2 1, then 1 0 2").isEqualTo(3);
    assertThat(s3.product(2, 1)).isEqualTo(4);
    assertThat(s3).hasToString("s3 of order 6");
  }

  @Test
  void quaternionUnits() {
    FiniteGroup q8 = FiniteGroup.quaternion();
    String[] names = {"i", "j", "k"};
    for (int u = 0; u < 3; u++) {
      int a = 2 + 2 * u;
      int b = 2 + 2 * ((u + 1) % 3);
      assertThat(q8.elementName(q8.product(a, b))).isEqualTo(names[(u + 2) % 3]);
      assertThat(q8.elementName(q8.product(b, a))).isEqualTo("-" + names[(u + 2) % 3]);
      assertThat(q8.elementName(q8.product(a, a))).isEqualTo("-1");
    }
  }

  @Test
  void dihedralRelation() {
    FiniteGroup d5 = FiniteGroup.dihedral(5);
    int r = 1;
    int s = 5;
    assertThat(d5.product(s, r)).isEqualTo(d5.product(d5.inverse(r), s));
    assertThat(d5.elementName(d5.product(3, s))).isEqualTo("r3s");
  }

  @Test
  void generatedByPermutations() {
    FiniteGroup s4 =
        FiniteGroup.generatedBy("mine", 4, new int[] {1, 2, 3, 0}, new int[] {1, 0, 2, 3});
    assertThat(table(s4)).isDeepEqualTo(table(FiniteGroup.symmetric(4)));
    assertThat(s4.name()).isEqualTo("mine");
    FiniteGroup a4 =
        FiniteGroup.generatedBy("even", 4, new int[] {1, 2, 0, 3}, new int[] {1, 0, 3, 2});
    assertThat(table(a4)).isDeepEqualTo(table(FiniteGroup.alternating(4)));
    assertThat(FiniteGroup.generatedBy("trivial", 3).order()).isEqualTo(1);
  }

  @Test
  void generatedByCyclesInAName() {
    assertThat(table(GroupNames.parse("<(0 1 2 3), (0 1)>")))
        .isDeepEqualTo(table(FiniteGroup.symmetric(4)));
    assertThat(table(GroupNames.parse("<(0 1)(2 3),(0 2)(1 3)>xC3")))
        .isDeepEqualTo(
            table(
                FiniteGroup.product(
                    GroupNames.parse("<(0 1)(2 3),(0 2)(1 3)>"), FiniteGroup.cyclic(3))));
    // The simple group of order 168, on the seven points of the Fano plane.
    assertThat(GroupNames.parse("<(0 1 2 3 4 5 6), (1 2)(3 6)>").order()).isEqualTo(168);
    assertThatThrownBy(() -> GroupNames.parse("<(0 1)(1 2)>"))
        .hasMessage("a generator of group '<(0 1)(1 2)>' moves a point twice");
    for (String bad : new String[] {"<>", "<(0 1>", "<(0 1)", "<()>", "<(0 -1)>", "<(0 1),>"}) {
      assertThatThrownBy(() -> GroupNames.parse(bad))
          .as("'%s'", bad)
          .isInstanceOf(GrokException.class)
          .hasMessageContaining("is not known");
    }
  }

  @Test
  void aTableThatBreaksAnAxiomSaysWhere() {
    assertBroken(new int[][] {{0, 1}, {1}}, "row 1 of its table has 1 products, not 2");
    assertBroken(new int[][] {{0, 1}, {1, 2}}, "it is not closed: 1 * 1 = 2, outside 0..1");
    assertBroken(new int[][] {{0, 0}, {1, 1}}, "no element is an identity");
    assertBroken(new int[][] {{0, 1}, {1, 1}}, "element 1 has no inverse");
  }

  /** The smallest loop that is not a group: identity and inverses, but not associative. */
  @Test
  void aLoopIsNotAGroup() {
    int[][] loop = {
      {0, 1, 2, 3, 4}, {1, 0, 3, 4, 2}, {2, 4, 0, 1, 3}, {3, 2, 4, 0, 1}, {4, 3, 1, 2, 0}
    };
    assertBroken(loop, "it is not associative: (1 * 1) * 2 = 2, but 1 * (1 * 2) = 4");
  }

  private static void assertBroken(int[][] table, String what) {
    assertThatThrownBy(() -> FiniteGroup.of("mine", table))
        .isInstanceOf(GrokException.class)
        .hasMessage("'mine' is not a group: " + what);
  }

  /** One wrong product anywhere in a table of order 24 is found, whichever it is. */
  @Test
  void everySingleErrorIsFound() {
    FiniteGroup s4 = FiniteGroup.symmetric(4);
    for (int a = 0; a < 24; a++) {
      for (int b = 0; b < 24; b++) {
        int[][] table = table(s4);
        table[a][b] = (table[a][b] + 1) % 24;
        assertThatThrownBy(() -> FiniteGroup.of("mine", table)).isInstanceOf(GrokException.class);
      }
    }
  }

  @Test
  void largeTablesAreCheckedQuickly() {
    int[][] table = table(FiniteGroup.symmetric(6));
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> FiniteGroup.of("s6", table));
  }

  @Test
  void whatIsNotThereIsExplained() {
    assertThatThrownBy(() -> GroupNames.parse("m11"))
        .isInstanceOf(GrokException.class)
        .hasMessageStartingWith("group 'm11' is not known: 'm11' is none of c<n> (cyclic), s<n>");
    for (String bad : new String[] {"", "x", "c2x", "q16", "c0", "c-1", "s3x", "c2 xc2"}) {
      assertThatThrownBy(() -> GroupNames.parse(bad))
          .as("'%s'", bad)
          .isInstanceOf(GrokException.class)
          .hasMessageContaining("is not known");
    }
    assertThatThrownBy(() -> GroupNames.parse("c2001"))
        .hasMessage("group 'c2001' has order 2001; it must be between 1 and 2000");
    assertThatThrownBy(() -> GroupNames.parse("s5xs5"))
        .hasMessage("group 's5xs5' has order 14400; it must be between 1 and 2000");
    assertThatThrownBy(() -> GroupNames.parse("s7"))
        .hasMessage("group 's7' must permute 1 to 6 points: 7");
    assertThatThrownBy(() -> GroupNames.parse("d999999")).isInstanceOf(GrokException.class);
    assertThatThrownBy(() -> FiniteGroup.symmetric(3).product(6, 0))
        .hasMessage("6 is not an element 0..5 of group 's3'");
    assertThatThrownBy(() -> FiniteGroup.of("empty", new int[0][]))
        .hasMessage("group 'empty' has order 0; it must be between 1 and 2000");
  }

  @Test
  void badGeneratorsAreExplained() {
    assertThatThrownBy(() -> FiniteGroup.generatedBy("mine", 3, new int[] {0, 0, 1}))
        .hasMessage("a generator of group 'mine' is not a permutation of 0..2: [0, 0, 1]");
    int[] cycle = {1, 2, 3, 4, 5, 6, 0};
    int[] swap = {1, 0, 2, 3, 4, 5, 6};
    assertThatThrownBy(() -> FiniteGroup.generatedBy("s7", 7, cycle, swap))
        .hasMessage("the generators of group 's7' generate more than 2000 elements");
  }
}
