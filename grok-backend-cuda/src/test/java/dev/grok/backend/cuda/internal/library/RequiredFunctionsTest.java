package dev.grok.backend.cuda.internal.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The probe asks the libraries for exactly the functions that the sources call. */
class RequiredFunctionsTest {
  @Test
  void everyFunctionThatIsCalledIsAskedFor() throws IOException {
    Pattern call =
        Pattern.compile("\\b(?:cudart|cublas|nvrtc)\\.((?:cu|cuda|cublas|nvrtc)[A-Z]\\w+)\\(");
    Set<String> called = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher matcher = call.matcher(Files.readString(file));
        while (matcher.find()) {
          called.add(matcher.group(1));
        }
      }
    }
    // cuda.h gives the second version of some functions the plain name.
    Set<String> asked =
        RequiredFunctions.BY_LIBRARY.values().stream()
            .flatMap(List::stream)
            .map(name -> name.equals("cuDeviceTotalMem_v2") ? "cuDeviceTotalMem" : name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(asked).isEqualTo(called).hasSizeGreaterThan(40);
  }
}
