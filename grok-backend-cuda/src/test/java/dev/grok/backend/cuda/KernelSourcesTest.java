package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.backend.cuda.internal.kernels.KernelSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every source of kernels describes itself, and NVIDIA's compiler accepts it. */
class KernelSourcesTest {
  private static final Path FOLDER =
      Path.of("src/main/resources/dev/grok/backend/cuda/internal/kernels");
  private static final List<String> CAPABILITIES = List.of("75", "80", "90", "100");

  private static List<Path> families() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".cu")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyFamilySaysHowItIsLaunchedAndNoneUsesAtomics() throws IOException {
    assertThat(families()).hasSizeGreaterThan(10);
    Pattern atomics = Pattern.compile("\\batomic[A-Z]\\w*\\(");
    for (Path family : families()) {
      String source = Files.readString(family);
      String header = source.substring(0, source.indexOf("#include"));
      assertThat(header)
          .as("header of %s", family)
          .startsWith("// ")
          .containsPattern("(?i)one thread|block");
      assertThat(atomics.matcher(source).find()).as("atomics in %s", family).isFalse();
    }
  }

  /** In a template g++ ignores the section, so the simulated device would not poison the memory. */
  @Test
  void noSharedMemoryIsDeclaredInATemplate() throws IOException {
    Pattern declaration = Pattern.compile("^[^\\s}#/].*", Pattern.MULTILINE);
    for (Path family : families()) {
      String source = Files.readString(family);
      String outer = "";
      for (String line : source.lines().toList()) {
        outer = declaration.matcher(line).matches() ? line : outer;
        if (line.contains("__shared__")) {
          assertThat(outer).as("%s: %s", family, line.strip()).startsWith("extern \"C\"");
        }
      }
    }
  }

  @Test
  void nvccCompilesThemForRealDevices(@TempDir Path folder) throws IOException {
    try {
      ProcessResult.of(Map.of(), "nvcc", "--version");
    } catch (UncheckedIOException absent) {
      String reason = "the kernels are not compiled for real devices: there is no nvcc";
      System.out.println(reason);
      Assumptions.abort(reason);
    }
    for (KernelSource header : KernelSource.headers()) {
      Files.writeString(folder.resolve(header.name()), header.text());
    }
    families().parallelStream().forEach(family -> compile(family, folder));
  }

  private static void compile(Path family, Path folder) {
    List<String> command =
        new ArrayList<>(List.of("nvcc", "-std=c++17", "--fmad=false", "-Werror", "all-warnings"));
    // The front end runs once, for the oldest; its PTX is then assembled for each.
    command.add(
        "-gencode=arch=compute_%s,code=[%s]"
            .formatted(
                CAPABILITIES.get(0),
                CAPABILITIES.stream().map("sm_"::concat).collect(Collectors.joining(","))));
    command.addAll(
        List.of(
            "-I",
            "" + folder,
            "-fatbin",
            "-o",
            folder.resolve(family.getFileName()) + ".fatbin",
            "" + family));
    ProcessResult result = ProcessResult.of(Map.of(), command.toArray(String[]::new));
    assertThat(result.code()).as("%s: %s", family, result.output()).isZero();
  }
}
