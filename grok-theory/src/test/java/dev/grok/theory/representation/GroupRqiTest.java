package dev.grok.theory.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.task.FiniteGroup;
import dev.grok.models.task.GroupTask;
import dev.grok.models.task.Pair;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GroupRqiTest {
  private static final FiniteGroup S3 = FiniteGroup.symmetric(3);

  /** Permutation matrices times a factor plus noise, [6, 3, 3]. */
  private static double[] matrices(double factor, double noise) {
    RandomStream random = new RandomStream(4, Purpose.THEORY);
    double[] e = new double[6 * 9];
    for (int a = 0; a < 6; a++) {
      String[] images = S3.elementName(a).split(" ");
      for (int k = 0; k < 3; k++) {
        e[a * 9 + k * 3 + Integer.parseInt(images[k])] = factor;
      }
    }
    for (int i = 0; i < e.length; i++) {
      e[i] += noise * random.normal();
    }
    return e;
  }

  @Test
  void aRepresentationOfTheGroupHasAll() {
    GroupRqi rqi = new GroupRqi(S3);
    assertThat(rqi.permissible()).isEqualTo(90);
    assertThat(rqi.perReplica(matrices(1, 0), 3)).containsExactly(1);
    assertThat(rqi.perReplica(matrices(1e-3, 0), 3)).as("scale").containsExactly(1);
    assertThat(rqi.perReplica(matrices(0, 1), 3)[0]).as("noise").isLessThan(0.1);
  }

  /** Against the definition, pair by pair over the task's samples. */
  @Test
  void asDefined() {
    GroupTask task = new GroupTask("s3", true);
    List<Pair> samples = task.samples();
    boolean between = false;
    for (double noise : new double[] {0.1, 0.2, 0.3, 0.5}) {
      double[] e = matrices(1, noise);
      double rms = Math.sqrt(DoubleStream.of(e).map(v -> v * v).sum() / e.length);
      double[] normalized = DoubleStream.of(e).map(v -> v / rms).toArray();
      int all = 0;
      int formed = 0;
      for (int s = 0; s < samples.size(); s++) {
        for (int t = 0; t < s; t++) {
          if (task.label(samples.get(s)) == task.label(samples.get(t))) {
            double squares = 0;
            for (int entry = 0; entry < 9; entry++) {
              double difference =
                  entry(normalized, samples.get(s), entry)
                      - entry(normalized, samples.get(t), entry);
              squares += difference * difference;
            }
            all++;
            formed += squares / 9 < 0.5 ? 1 : 0;
          }
        }
      }
      assertThat(all).isEqualTo(90);
      double expected = formed / 90.0;
      assertThat(new GroupRqi(S3).perReplica(e, 3)[0]).isCloseTo(expected, within(1e-12));
      between |= formed > 0 && formed < 90;
    }
    assertThat(between).as("some noise gives an RQI between 0 and 1").isTrue();
  }

  private static double entry(double[] e, Pair pair, int entry) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      sum += e[pair.a() * 9 + entry / 3 * 3 + k] * e[pair.b() * 9 + k * 3 + entry % 3];
    }
    return sum;
  }

  @Test
  void replicasAreApartAndDegenerateOnesAreZero() {
    double[] good = matrices(1, 0);
    double[] broken = good.clone();
    broken[7] = Double.NaN;
    double[] all =
        Stream.of(good, new double[54], broken, good).flatMapToDouble(DoubleStream::of).toArray();
    assertThat(new GroupRqi(S3).perReplica(all, 3)).containsExactly(1, 0, 0, 1);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new GroupRqi(FiniteGroup.cyclic(1)))
        .isInstanceOf(GrokException.class)
        .hasMessage("RQI needs a group of at least two elements: c1 of order 1");
    assertThatThrownBy(() -> GroupRqi.Definition.paper(0))
        .hasMessageContaining("must be positive: 0.0");
    assertThatThrownBy(() -> new GroupRqi(S3).perReplica(new double[55], 3))
        .hasMessage("55 numbers are not whole representations of 6 matrices of 3 x 3");
  }
}
