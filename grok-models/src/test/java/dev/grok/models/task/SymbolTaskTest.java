package dev.grok.models.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.models.task.ModularTask.Operation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SymbolTaskTest {
  static Stream<SymbolTask> tasks() {
    List<SymbolTask> tasks = new ArrayList<>();
    for (boolean ordered : new boolean[] {true, false}) {
      tasks.add(new AdditionTask(7, ordered));
      tasks.add(new GroupTask("c2xc4", ordered));
      for (Operation operation : Operation.values()) {
        if (ordered || operation.isCommutative()) {
          tasks.add(new ModularTask(7, operation, ordered));
        }
      }
    }
    tasks.add(new GroupTask("s3", true));
    tasks.add(new ModularTask(9, Operation.X3_XY, true));
    tasks.add(new ModularTask(2, Operation.DIVISION, true));
    return tasks.stream();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void samplesAndLabelsAreInRange(SymbolTask task) {
    List<Pair> samples = task.samples();
    assertThat(samples).hasSize(task.size()).doesNotHaveDuplicates();
    assertThat(samples)
        .allSatisfy(
            pair -> {
              assertThat(pair.a()).isBetween(0, task.symbols() - 1);
              assertThat(pair.b()).isBetween(task.ordered() ? 0 : pair.a(), task.symbols() - 1);
              assertThat(task.label(pair)).isBetween(0, task.classes() - 1);
            });
    assertThat(Split.random(task, task.size(), 1).validation()).isEmpty();
  }

  /** Against big integers, with a large prime whose cubes exceed 32 bits. */
  @ParameterizedTest
  @EnumSource(Operation.class)
  void operationsOfPowerEtAl(Operation operation) {
    int prime = 9_973;
    ModularTask task = new ModularTask(prime, operation, true);
    BigInteger p = BigInteger.valueOf(prime);
    for (int i = 0; i < 2_000; i++) {
      Pair pair = new Pair(i * 4_973 % prime, 1 + i * 7_919 % (prime - 1));
      BigInteger x = BigInteger.valueOf(pair.a());
      BigInteger y = BigInteger.valueOf(pair.b());
      BigInteger expected =
          switch (operation) {
            case ADDITION -> x.add(y);
            case SUBTRACTION -> x.subtract(y);
            case MULTIPLICATION -> x.multiply(y);
            case DIVISION -> x.multiply(y.modInverse(p));
            case DIVISION_OR_SUBTRACTION ->
                y.testBit(0) ? x.multiply(y.modInverse(p)) : x.subtract(y);
            case X2_Y2 -> x.pow(2).add(y.pow(2));
            case X2_XY_Y2 -> x.pow(2).add(x.multiply(y)).add(y.pow(2));
            case X2_XY_Y2_X -> x.pow(2).add(x.multiply(y)).add(y.pow(2)).add(x);
            case X3_XY -> x.pow(3).add(x.multiply(y));
            case X3_XY2_Y -> x.pow(3).add(x.multiply(y.pow(2))).add(y);
          };
      assertThat(task.label(pair)).isEqualTo(expected.mod(p).intValueExact());
    }
  }

  /** An operation is marked as commutative exactly if it is for every modulus. */
  @ParameterizedTest
  @EnumSource(Operation.class)
  void commutativity(Operation operation) {
    ModularTask task = new ModularTask(11, operation, true);
    boolean commutes =
        task.samples().stream()
            .filter(pair -> task.isDefined(new Pair(pair.b(), pair.a())))
            .allMatch(pair -> task.label(pair) == task.label(new Pair(pair.b(), pair.a())));
    assertThat(commutes).isEqualTo(operation.isCommutative());
  }

  @Test
  void sizesOfThePaper() {
    assertThat(new ModularTask(53, Operation.ADDITION, true).size()).isEqualTo(2_809);
    assertThat(new ModularTask(97, Operation.DIVISION, true).size()).isEqualTo(97 * 96);
    assertThat(new GroupTask("s3", true).size()).isEqualTo(36);
    assertThat(new GroupTask("s5", true).size()).isEqualTo(14_400);
  }

  @Test
  void contradictionsAreRefused() {
    assertThatThrownBy(() -> new ModularTask(12, Operation.DIVISION, true))
        .isInstanceOf(GrokException.class)
        .hasMessage("DIVISION needs a prime modulus: p = 12");
    assertThatThrownBy(() -> new ModularTask(7, Operation.SUBTRACTION, false))
        .hasMessage("SUBTRACTION does not commute, so its samples must be ordered");
    assertThatThrownBy(() -> new ModularTask(1, Operation.ADDITION, true))
        .hasMessage("p must be between 2 and 10000: 1");
    assertThatThrownBy(() -> new GroupTask("s3", false))
        .hasMessage("group 's3' is not abelian, so its samples must be ordered");
    assertThatThrownBy(() -> new GroupTask("z3", true)).hasMessageContaining("is not known");
    assertThatThrownBy(() -> new GroupTask("s3", true).label(new Pair(0, 6)))
        .isInstanceOf(GrokException.class);
  }
}
