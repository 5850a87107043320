package dev.grok.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.models.io.HostTensor;
import dev.grok.models.task.DataDirectory;
import dev.grok.models.task.ImageSet;
import dev.grok.models.task.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The states that make_traces.py makes with NumPy are those that experiments draw here. */
class TraceStateTest {
  @TempDir private Path folder;

  private InitialState drawn(String name) throws IOException {
    return InitialState.random(Traces.experiment(name), Traces.images(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"transformer7", "transformer53", "equation7", "images", "s3"})
  void parametersAreTheScripts(String name) throws IOException {
    Map<String, HostTensor> trace = Traces.trace(name);
    Map<String, HostTensor> parameters = drawn(name).parameters();
    assertThat(
            trace.keySet().stream()
                .filter(key -> key.startsWith("initial."))
                .map(key -> key.substring("initial.".length()))
                .collect(Collectors.toSet()))
        .isEqualTo(parameters.keySet());
    parameters.forEach(
        (parameter, tensor) -> {
          double[] values = tensor.values();
          double[] expected = trace.get("initial." + parameter).values();
          // Sums of n terms in another order: n ε at most, and 10⁻¹² is n ε for 4,500 of them; a
          // single value that is off by one float32 ulp would be seen.
          assertThat(Traces.fingerprint(values))
              .as(parameter)
              .containsExactly(expected, within(1e-12 * Math.max(1, expected[0])));
        });
  }

  /** Parameters, split and labels, bit for bit. */
  @ParameterizedTest
  @ValueSource(strings = {"transformer7", "equation7"})
  void committedStatesAreTheDrawnOnes(String name) throws IOException {
    InitialState drawn = drawn(name);
    InitialState read =
        InitialState.read(
            Traces.experiment(name), Traces.resource("state-" + name + ".safetensors"));
    assertThat(read.split()).isEqualTo(drawn.split());
    assertThat(read.parameters().keySet()).isEqualTo(drawn.parameters().keySet());
    read.parameters()
        .forEach(
            (parameter, tensor) ->
                assertThat(tensor.values())
                    .as(parameter)
                    .isEqualTo(drawn.parameters().get(parameter).values()));
  }

  @Test
  void imagesAreTheScripts() throws IOException {
    DataDirectory data = Traces.images(folder);
    Samples samples = InitialState.random(Traces.experiment("images"), data).samples();
    ImageSet train = ((Samples.Images) samples).train();
    double[] features = new double[1_000 * 784];
    float[] floats = train.features();
    Arrays.setAll(features, i -> floats[i]);
    double[] expected = Traces.trace("images").get("features").values();
    assertThat(Traces.fingerprint(features)).containsExactly(expected, within(1e-9));
    assertThat(expected[0]).isBetween(150.0, 200.0);
    assertThat(train.labels()).startsWith(0, 1, 2).endsWith(8, 9);
  }
}
