package dev.grok.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.models.io.HostTensor;
import dev.grok.models.io.Safetensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialStateTest {
  private static final Experiment EXPERIMENT = Experiment.paper(58);

  @TempDir private Path folder;

  private Path write(Map<String, HostTensor> tensors) {
    Path file = folder.resolve("state.safetensors");
    Safetensors.write(file, tensors);
    return file;
  }

  private Map<String, HostTensor> sound() {
    Path file = folder.resolve("sound.safetensors");
    InitialState.random(EXPERIMENT).write(file);
    return new LinkedHashMap<>(Safetensors.read(file));
  }

  private void refused(Map<String, HostTensor> tensors, String sentence) {
    Path file = write(tensors);
    assertThatThrownBy(() -> InitialState.read(EXPERIMENT, file))
        .isInstanceOf(GrokException.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining("state.safetensors");
  }

  private static double[] targets(InitialState state) {
    return state.targets().orElseThrow().values();
  }

  @Test
  void writtenStatesReadBackToTheBit() {
    InitialState state = InitialState.random(EXPERIMENT);
    Path file = folder.resolve("a.safetensors");
    state.write(file);
    InitialState read = InitialState.read(EXPERIMENT, file);
    assertThat(read.split()).isEqualTo(state.split());
    assertThat(targets(read)).isEqualTo(targets(state));
    state
        .parameters()
        .forEach(
            (name, t) ->
                assertThat(read.parameters().get(name).values()).as(name).isEqualTo(t.values()));
  }

  @Test
  void distributionsAreThoseOfPyTorch() {
    InitialState state = InitialState.random(EXPERIMENT);
    double[] weight = state.parameters().get("decoder.2.weight").values();
    double bound = 1 / Math.sqrt(200);
    assertThat(Arrays.stream(weight).map(Math::abs).max().orElseThrow())
        .isBetween(0.999 * bound, bound);
    // A uniform distribution on ±bound has variance bound²/3: 40,000 draws, 5 standard errors.
    double variance = Arrays.stream(weight).map(w -> w * w).average().orElseThrow();
    assertThat(variance / (bound * bound / 3)).isBetween(0.978, 1.022);
    assertThat(Arrays.stream(state.parameters().get("embedding.weight").values()).boxed())
        .allSatisfy(e -> assertThat(Math.abs(e)).isLessThanOrEqualTo(0.5));
    double[] targets = targets(state);
    assertThat(targets).hasSize(19 * 30);
    assertThat(Arrays.stream(targets).map(t -> t * t).average().orElseThrow()).isBetween(0.7, 1.3);
  }

  @Test
  void seedsGiveDifferentStatesAndTheSameSeedTheSame() {
    assertThat(targets(InitialState.random(EXPERIMENT)))
        .isEqualTo(targets(InitialState.random(EXPERIMENT)))
        .isNotEqualTo(targets(InitialState.random(EXPERIMENT.withSeed(59))));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Map<String, HostTensor> tensors = sound();
    tensors.remove("decoder.2.bias");
    refused(tensors, "tensor 'decoder.2.bias' is missing");

    tensors = sound();
    tensors.put("extra", HostTensor.floats(new int[] {1}, new double[] {1}));
    refused(tensors, "there is no place for tensors [extra]");

    tensors = sound();
    tensors.put("embedding.weight", HostTensor.floats(new int[] {1, 10}, new double[10]));
    refused(tensors, "tensor 'embedding.weight' has shape [1, 10], expected [10, 1]");

    tensors = sound();
    double[] nan = new double[200];
    nan[3] = Double.NaN;
    tensors.put("decoder.0.bias", HostTensor.floats(new int[] {200}, nan));
    refused(tensors, "tensor 'decoder.0.bias' is not finite: element 3 is NaN");

    tensors = sound();
    int[] labels = tensors.get("train_labels").intValues();
    labels[2]++;
    tensors.put("train_labels", HostTensor.ints(new int[] {45}, labels));
    refused(tensors, "train_labels[2] is " + labels[2] + ", but train_pairs[2] is");

    tensors = sound();
    int[] pairs = tensors.get("train_pairs").intValues();
    labels = tensors.get("train_labels").intValues();
    pairs[0] = pairs[2];
    pairs[1] = pairs[3];
    labels[0] = labels[1];
    tensors.put("train_pairs", HostTensor.ints(new int[] {45, 2}, pairs));
    tensors.put("train_labels", HostTensor.ints(new int[] {45}, labels));
    refused(tensors, "is twice in the split or not a sample of");
  }

  @Test
  void anotherNumberOfTrainingSamplesIsRefused() {
    Path file = write(sound());
    assertThatThrownBy(() -> InitialState.read(EXPERIMENT.withTrainingSamples(44), file))
        .hasMessageContaining("tensor 'train_pairs' has shape [45, 2], expected [44, 2]");
  }
}
