package dev.grok.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a page that follows from the code, between two comments that name it. A test compares
 * it; {@code mvn verify -Dgrok.docs=write} writes it.
 */
final class GeneratedText {
  private GeneratedText() {}

  /** Fails unless the page holds the text, or writes it there. */
  static void require(String page, String name, String text) throws IOException {
    Path file = House.PAGES.resolve(page);
    String now = House.read(file);
    String begin = "<!-- generated: " + name + " -->\n";
    String end = "<!-- end: " + name + " -->\n";
    int from = now.indexOf(begin);
    int to = now.indexOf(end);
    assertThat(from >= 0 && to > from).as("%s has the comments of %s", page, name).isTrue();
    String expected = now.substring(0, from + begin.length()) + text + now.substring(to);
    if (System.getProperty("grok.docs", "check").equals("write")) {
      Files.writeString(file, expected);
    } else {
      assertThat(now)
          .as("%s follows from the code; mvn verify -Dgrok.docs=write writes it", page)
          .isEqualTo(expected);
    }
  }
}
