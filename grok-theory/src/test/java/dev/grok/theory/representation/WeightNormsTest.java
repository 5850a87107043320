package dev.grok.theory.representation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.models.io.HostTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightNormsTest {
  @Test
  void normsOfEachAndOfAll() {
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    parameters.put("w", HostTensor.floats(new int[] {2, 2}, new double[] {1, 2, 2, 4}));
    parameters.put("b", HostTensor.floats(new int[] {1}, new double[] {-12}));
    WeightNorms norms = WeightNorms.of(parameters);
    assertThat(norms.each()).containsExactly(Map.entry("w", 5.0), Map.entry("b", 12.0));
    assertThat(norms.total()).isEqualTo(13);
  }
}
