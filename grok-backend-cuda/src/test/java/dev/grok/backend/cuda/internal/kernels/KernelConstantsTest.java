package dev.grok.backend.cuda.internal.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Numbers that host and kernels share are written in Java alone. */
class KernelConstantsTest {
  private static List<String> sources() throws IOException {
    try (Stream<Path> files =
        Files.list(Path.of("src/main/resources/dev/grok/backend/cuda/internal/kernels"))) {
      List<String> sources = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        sources.add(Files.readString(file).replaceAll("//.*", ""));
      }
      return sources;
    }
  }

  @Test
  void noSourceDefinesASharedNameItself() throws IOException {
    for (String name : KernelConstants.macros().keySet()) {
      Pattern definition =
          Pattern.compile("#\\s*define\\s+%1$s\\b|\\b%1$s\\s*=[^=]".formatted(name));
      assertThat(sources()).noneMatch(source -> definition.matcher(source).find());
    }
  }

  @Test
  void everySharedNameIsUsed() throws IOException {
    Set<String> unused = new TreeSet<>(KernelConstants.macros().keySet());
    for (String source : sources()) {
      unused.removeIf(name -> Pattern.compile("\\b" + name + "\\b").matcher(source).find());
    }
    // No decay needs no code.
    assertThat(unused).containsExactly("WEIGHT_DECAY_NONE");
  }

  /** Numbers so peculiar that each could only be a copy of a shared one. */
  @Test
  void noSourceSpellsOutASharedNumber() throws IOException {
    Pattern copies =
        Pattern.compile(
            "__launch_bounds__\\(\\d|\\b(0\\.01f|4096|0x(?i:CD9E8D57|D2511F53|9E3779B9|BB67AE85)u)");
    assertThat(sources()).noneMatch(source -> copies.matcher(source).find());
  }

  @Test
  void numbersAreWrittenAsTheirTypesAre() {
    assertThat(KernelConstants.header())
        .startsWith("#pragma once\n")
        .contains(
            "\n#define ACTIVATION_GELU 4\n",
            "\n#define LEAKY_SLOPE 0.01f\n",
            "\n#define NO_ACTIVATION -1\n",
            "\n#define PHILOX_M0 3528531795u\n",
            "\n#define THREADS 256\n");
  }
}
