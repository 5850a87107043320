package dev.grok.lab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void resultsComeInTheOrderOfTheTasks() {
    CountDownLatch second = new CountDownLatch(1);
    Callable<String> waits =
        () -> {
          second.await();
          return "first";
        };
    Callable<String> goes =
        () -> {
          second.countDown();
          return "second";
        };
    assertThat(Workers.run(2, "training", List.of(waits, goes))).containsExactly("first", "second");
    assertThat(Workers.run(2, "training", List.<Callable<String>>of())).isEmpty();
  }

  @Test
  void whatATaskThrowsIsThrown() {
    Callable<String> fails =
        () -> {
          throw new GrokException("no");
        };
    Callable<String> needsMore =
        () -> {
          throw new OutOfMemoryError("heap");
        };
    assertThatThrownBy(() -> Workers.run(1, "training", List.of(fails)))
        .isInstanceOf(GrokException.class)
        .hasMessage("no");
    assertThatThrownBy(() -> Workers.run(1, "training", List.of(needsMore)))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void anInterruptionIsASentence() {
    CountDownLatch never = new CountDownLatch(1);
    Callable<String> waits =
        () -> {
          never.await();
          return "";
        };
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Workers.run(1, "training", List.of(waits)))
        .hasMessage("training was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
