package dev.grok.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed with -9, again and again, ends with the bits of an undisturbed one. */
class ResumeTest {
  /** More by -Dgrok.test.kills. */
  private static final int KILLS = Integer.getInteger("grok.test.kills", 4);

  private static final long LONGEST_MILLIS = 2_500;

  @TempDir private Path folder;

  private static List<String> training(String out) {
    return List.of(
        "run",
        "minibatch",
        "--set",
        "steps=12000",
        "--set",
        "log={\"kind\":\"regular\",\"spacing\":300}",
        "--set",
        "checkpoints={\"kind\":\"listed\",\"at\":[5000]}",
        "--set",
        "seeds=[1,2]",
        "--quiet",
        "--save-every",
        "0.1",
        "--out",
        out);
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.grok.lab.Main"));
    command.addAll(arguments);
    File log = folder.resolve("log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  @Test
  void killedAndResumed() throws Exception {
    Path calm = folder.resolve("calm");
    Path killed = folder.resolve("killed");
    assertThat(start(training(calm.toString())).waitFor()).isZero();
    long seed = System.nanoTime();
    System.out.println("kills at moments drawn from seed " + seed);
    Random random = new Random(seed);
    List<String> next = training(killed.toString());
    int kills = 0;
    for (boolean over = false; !over; ) {
      Process process = start(next);
      boolean kill = kills < KILLS;
      over =
          process.waitFor(kill ? random.nextLong(LONGEST_MILLIS) : 600_000, TimeUnit.MILLISECONDS);
      if (!over) {
        process.destroyForcibly().waitFor();
        kills++;
      } else {
        assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
      }
      // Before config.json is written there is no run yet: it is begun again.
      boolean begun = Files.exists(killed.resolve("config.json"));
      next =
          begun
              ? List.of("resume", killed.toString(), "--quiet", "--save-every", "0.1")
              : training(killed.toString());
    }
    try (Stream<Path> files = Files.list(calm)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("environment.json") && !name.equals("report.html")) {
          assertThat(killed.resolve(name)).hasSameBinaryContentAs(file);
        }
      }
    }
    assertThat(killed.resolve("resume.safetensors")).doesNotExist();
  }

  @Test
  void whatCannotBeResumedIsOneSentence() throws IOException {
    Path out = folder.resolve("done");
    Grok.runTiny("toy", "--out", out.toString());
    assertThat(Grok.run("resume", out.toString()).err()).contains("is complete").hasLineCount(1);
    assertThat(Grok.run("resume", folder.resolve("none").toString()).err())
        .contains("holds no run: config.json is missing")
        .hasLineCount(1);
    Files.delete(out.resolve("summary.json"));
    Files.writeString(out.resolve("resume.safetensors"), "torn");
    Grok torn = Grok.run("resume", out.toString(), "--quiet");
    assertThat(torn.code()).isPositive();
    assertThat(torn.err()).contains("is not a sound safetensors file").hasLineCount(1);
    assertThat(out.resolve("initial-0.safetensors")).exists();
  }
}
