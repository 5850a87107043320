package dev.grok.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.Tensor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every kernel says the shape of each of its operands. */
class KernelJavadocTest {
  private static final Pattern DOCUMENTED =
      Pattern.compile("/\\*\\*(.*?)\\*/\\s+void (\\w+)\\(([^)]*)\\);", Pattern.DOTALL);

  @Test
  void everyTensorHasARowWithItsShape() throws IOException {
    int kernels = 0;
    for (Class<?> group : Kernels.class.getInterfaces()) {
      String source =
          Files.readString(Path.of("src/main/java", group.getName().replace('.', '/') + ".java"));
      Matcher kernel = DOCUMENTED.matcher(source);
      while (kernel.find()) {
        kernels++;
        for (String parameter : kernel.group(3).split(",")) {
          String[] typeAndName = parameter.strip().split("\\s+");
          if (typeAndName[0].equals(Tensor.class.getSimpleName())) {
            assertThat(kernel.group(1))
                .as(kernel.group(2))
                .containsPattern("(?m)^ +\\* " + typeAndName[1] + " +\\[R");
          }
        }
      }
    }
    assertThat(kernels)
        .isEqualTo(
            Arrays.stream(Kernels.class.getMethods()).map(Method::getName).distinct().count());
  }
}
