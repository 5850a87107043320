package dev.grok.models.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.models.random.RandomStream.Purpose;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InitializationTest {
  private static final int N = 100_000;

  private static double[] draw(Initialization initialization) {
    return initialization.draw(1, Purpose.DECODER, "output.weight", N);
  }

  /** Bounds as PyTorch's init.py computes them. */
  static Stream<Arguments> uniforms() {
    return Stream.of(
        Arguments.of(Initialization.uniform(0.5), 0.5),
        Arguments.of(Initialization.linear(200, 1), Math.sqrt(1 / 200.0)),
        Arguments.of(Initialization.linear(784, 9), 9 / 28.0),
        // kaiming_uniform_ with a = √5 has gain √(2/(1 + 5)).
        Arguments.of(Initialization.kaimingUniform(50, Math.sqrt(1 / 3.0)), 1 / Math.sqrt(50)),
        Arguments.of(Initialization.kaimingUniform(50, Math.sqrt(2)), Math.sqrt(2 * 3 / 50.0)),
        Arguments.of(Initialization.xavierUniform(256, 768, 1), Math.sqrt(6 / 1024.0)));
  }

  @ParameterizedTest
  @MethodSource("uniforms")
  void uniform(Initialization initialization, double bound) {
    double[] values = draw(initialization);
    double most = Arrays.stream(values).map(Math::abs).max().orElseThrow();
    // Of 100,000 values the largest lies within 2e-4 of the bound but for one case in 10⁸.
    assertThat(most / bound).isBetween(1 - 2e-4, 1 + 1e-7);
    double deviation = bound / Math.sqrt(3);
    assertMoments(values, 0, deviation, 1.8);
  }

  static Stream<Arguments> normals() {
    return Stream.of(
        Arguments.of(Initialization.embedding(), 0, 1),
        Arguments.of(Initialization.normal(1, 0.02), 1, 0.02),
        Arguments.of(Initialization.kaimingNormal(200, 5 / 3.0), 0, 5 / (3 * Math.sqrt(200))));
  }

  @ParameterizedTest
  @MethodSource("normals")
  void normal(Initialization initialization, double mean, double deviation) {
    assertMoments(draw(initialization), mean, deviation, 3);
  }

  /** Mean and variance within five standard errors, which the fourth moment gives. */
  private static void assertMoments(
      double[] values, double mean, double deviation, double kurtosis) {
    double average = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    assertThat(average).isCloseTo(mean, within(5 * deviation / Math.sqrt(N)));
    assertThat(variance / (deviation * deviation))
        .isCloseTo(1, within(5 * Math.sqrt((kurtosis - 1) / N)));
  }

  @Test
  void valuesAreFloat32() {
    assertThat(draw(Initialization.constant(0.1))).containsOnly(0.1f);
    for (double value : draw(Initialization.normal(0.3, 0.7))) {
      assertThat((double) (float) value == value).isTrue();
    }
  }

  @Test
  void aParameterHasAStreamOfItsOwn() {
    Initialization normal = Initialization.embedding();
    double[] values = normal.draw(7, Purpose.EMBEDDING, "embedding.weight", 100);
    assertThat(normal.draw(7, Purpose.EMBEDDING, "embedding.weight", 10))
        .isEqualTo(Arrays.copyOf(values, 10));
    assertThat(normal.draw(8, Purpose.EMBEDDING, "embedding.weight", 100)).doesNotContain(values);
    assertThat(normal.draw(7, Purpose.DECODER, "embedding.weight", 100)).doesNotContain(values);
    assertThat(normal.draw(7, Purpose.EMBEDDING, "positions.weight", 100)).doesNotContain(values);
  }

  /** Seeds are a format; the same numbers come from a NumPy version of Philox and Box-Muller. */
  @Test
  void aSeedKeepsItsBits() {
    assertThat(Initialization.embedding().draw(58, Purpose.EMBEDDING, "embedding.weight", 3))
        .containsExactly(-0.23907947540283203, -1.4227714538574219, 1.9586156606674194);
    assertThat(Initialization.linear(200, 1).draw(58, Purpose.DECODER, "decoder.2.bias", 3))
        .containsExactly(-0.0558907575905323, -0.05533644184470177, 0.02782951295375824);
  }
}
