package dev.grok.lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A preset file says only what differs from its base. These are digests of the whole
 * configurations: results, cells and run directories are of these, and must not change unnoticed.
 */
class PresetsTest {
  private static final String RUNS =
      """
      toy e48e195033ac3e7d
      toy-2d 82f440b8568a6cca
      fig3 91bcc2c61cef9241
      fig4b 0d70c10678937804
      fig6b-cell 798566d453367381
      fig6b-grokking fc437290df15c726
      classification a61128e3708a05ca
      minibatch 86a5bdf9cd7eef53
      fig1 29750ad47b2bd406
      fig2-addition 37d0154065feeb90
      fig2-addition-memorized 44abb18fa6b982af
      fig2-modular 210df139e9405981
      fig2-modular-memorized 0e1bf73a5e7f5a6f
      s3 f76a15eaa62f6b55
      transformer e53dba25b99734a2
      transformer-dropout 7ad1e675651f3fd7
      transformer-circle 718db2bddfbd342c
      mnist 59a98cae4b72f860
      power-division 1fdec478f86838a4
      nanda-addition 64e5ed0648086461
      """;

  private static final String SWEEPS =
      """
      fig6a 07b10a0f76ff53dd
      fig6b 6e28f27649cae8cb
      fig6c e389a34f552171da
      fig6d 68634c50d73726c7
      fig7-right a1094e577fd8f335
      fig8-right 6b56123c5f6eafc4
      fig13 d8b9bee7c688f30a
      fig14 a2ab15565007ac4a
      fig15 ccdcb86264844e89
      """;

  private static String line(String name, Object config) {
    String digest = CellConfigs.digest(Json.write(config).getBytes(StandardCharsets.UTF_8));
    return name + " " + digest.substring(0, 16) + "\n";
  }

  @Test
  void runsResolveToWhatTheyWere() {
    List<RunConfig> runs = Configs.RUNS.presets();
    assertThat(runs.stream().map(run -> line(run.name(), run)).collect(Collectors.joining()))
        .isEqualTo(RUNS);
  }

  @Test
  void sweepsResolveToWhatTheyWere() {
    List<SweepConfig> sweeps = Configs.SWEEPS.presets();
    assertThat(sweeps.stream().map(s -> line(s.name(), s)).collect(Collectors.joining()))
        .isEqualTo(SWEEPS);
  }
}
