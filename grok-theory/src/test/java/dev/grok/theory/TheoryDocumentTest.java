package dev.grok.theory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.backend.Backends;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code in the documentation is code that compiles and runs. */
class TheoryDocumentTest {
  @Test
  void theDocumentShowsTheExample() throws IOException {
    List<String> source =
        Files.readAllLines(Path.of("src/test/java/dev/grok/theory/TheoryExample.java"));
    List<String> document = Files.readAllLines(Path.of("../module-docs/theory.md"));
    List<String> example = between(source, "// example", "// end");
    assertThat(example).hasSizeBetween(10, 20);
    assertThat(between(document, "```java", "```")).isEqualTo(example);
  }

  @Test
  void theExampleRuns() {
    PrintStream console = System.out;
    String before = System.getProperty(Backends.PROPERTY, Backends.AUTO);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setProperty(Backends.PROPERTY, "reference");
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      TheoryExample.main(PaperExamples.normal(10, 1, 7));
    } finally {
      System.setOut(console);
      System.setProperty(Backends.PROPERTY, before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .hasSize(6)
        .anyMatch(line -> line.startsWith("n0 2, lambda3 "))
        .contains("ideal accuracy 1.0", "RQI 1.0")
        .last()
        .asString()
        .startsWith("0.4");
  }

  private static List<String> between(List<String> lines, String first, String last) {
    List<String> stripped = lines.stream().map(String::strip).toList();
    int from = stripped.indexOf(first) + 1;
    int to = from + stripped.subList(from, stripped.size()).indexOf(last);
    return stripped.subList(from, to);
  }
}
