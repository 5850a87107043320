package dev.grok.models.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.BackendOptions;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same seed gives the same bits: training runs of 2,000 steps, compared bit by bit. */
class BitsTest {
  private static final int STEPS = 2_000;

  /**
   * What the runs end in, on any JDK, machine, vector width. It changes only when the arithmetic
   * does, and then on purpose.
   */
  private static final String GOLDEN =
      "1f48734a521b357cab31aad4c28a91bdf7144f898f4131050b42b62e3635c66e";

  private static Experiment experiment() {
    return Experiment.paper(7).withDecoder(OptimizerSettings.adamw(1e-3, 2));
  }

  private static String train(int threads, List<Experiment> replicas, int which, int... runs) {
    try (Backend backend = Backends.open("cpu", BackendOptions.DEFAULT.withThreads(threads));
        Ensemble ensemble = Ensemble.create(backend, replicas)) {
      for (int steps : runs) {
        ensemble.run(steps);
        ensemble.evaluate();
      }
      assertThat(ensemble.step()).isEqualTo(STEPS);
      return digest(ensemble, which);
    }
  }

  private static String digest(Ensemble ensemble, int replica) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      ensemble
          .parameters(replica)
          .values()
          .forEach(
              tensor -> {
                for (double value : tensor.values()) {
                  sha.update(
                      ByteBuffer.allocate(4)
                          .putInt(Float.floatToRawIntBits((float) value))
                          .array());
                }
              });
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theRunEndsInTheGoldenBits() {
    assertThat(train(1, List.of(experiment()), 0, STEPS)).isEqualTo(GOLDEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void whateverTheNumberOfThreads(int threads) {
    assertThat(train(threads, List.of(experiment()), 0, STEPS)).isEqualTo(GOLDEN);
  }

  @Test
  void whateverTheEnsemble() {
    List<Experiment> replicas = new ArrayList<>();
    for (int r = 0; r < 4; r++) {
      // A neighbor that diverges must not be noticed.
      double rate = r == 1 ? 1e30 : 1e-4 * (r + 1);
      replicas.add(experiment().withSeed(100 + r).withDecoder(OptimizerSettings.adamw(rate, r)));
    }
    replicas.set(3, experiment());
    assertThat(train(2, replicas, 3, STEPS)).isEqualTo(GOLDEN);
  }

  @Test
  void whetherInterruptedOrNot() {
    assertThat(train(1, List.of(experiment()), 0, 1, 700, 0, 1299)).isEqualTo(GOLDEN);
  }

  @Test
  void withoutSimd() {
    String before = System.getProperty("grok.cpu.simd");
    System.setProperty("grok.cpu.simd", "off");
    try {
      assertThat(train(2, List.of(experiment()), 0, STEPS)).isEqualTo(GOLDEN);
    } finally {
      if (before == null) {
        System.clearProperty("grok.cpu.simd");
      } else {
        System.setProperty("grok.cpu.simd", before);
      }
    }
  }
}
