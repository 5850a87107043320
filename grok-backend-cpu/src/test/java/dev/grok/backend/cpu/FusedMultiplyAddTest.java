package dev.grok.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.Probe;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Java has no FMA instructions, the backend says so. */
class FusedMultiplyAddTest {
  /** Opens the backend. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Probe.Available probe = (Probe.Available) new CpuBackendProvider().probe();
      System.out.println("probe: " + probe.details());
      try (Backend backend = Backends.open("cpu")) {
        System.out.println("open: " + backend.description());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Dgrok.cpu.simd=auto", "-Dgrok.cpu.simd=off"})
  void openingWithoutThemSaysSoInOneLine(String flag) throws IOException, InterruptedException {
    List<String> out = ForkedJava.run(Program.class, "-XX:-UseFMA", flag);
    assertThat(out)
        .filteredOn(line -> line.contains("a hundred times slower than elsewhere"))
        .singleElement()
        .asString()
        .contains("backend cpu", "Math.fma", "-XX:-UseFMA");
    assertThat(out)
        .filteredOn(line -> line.startsWith("probe: ") || line.startsWith("open: "))
        .hasSize(2)
        .allMatch(line -> line.contains("no FMA instructions"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Dgrok.cpu.simd=auto", "-Dgrok.cpu.simd=off", "-Xint"})
  void openingWithThemSaysNothing(String flag) throws IOException, InterruptedException {
    assertThat(ForkedJava.run(Program.class, flag)).noneMatch(line -> line.contains("FMA"));
  }
}
