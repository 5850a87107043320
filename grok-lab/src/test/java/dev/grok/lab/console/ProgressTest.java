package dev.grok.lab.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long now;

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLineEveryFiveSeconds() {
    try (Progress progress = new Progress.Lines(out, "toy", 200, () -> now)) {
      for (int i = 0; i < 200; i++) {
        now += 100_000_000;
        progress.step(1);
      }
    }
    assertThat(text().lines())
        .containsExactly(
            "grok: toy: 25 %, 5 s, about 15 s left",
            "grok: toy: 50 %, 10 s, about 10 s left", "grok: toy: 75 %, 15 s, about 5 s left");
  }

  @Test
  void noneIsSilentAndABarIsNot() {
    try (Progress progress = Progress.start(Progress.Style.NONE, out, "toy", 2)) {
      progress.step(2);
    }
    assertThat(text()).isEmpty();
    try (Progress progress = Progress.start(Progress.Style.BAR, out, "toy", 2)) {
      progress.step(2);
    }
    assertThat(text()).contains("toy", "100%");
  }
}
