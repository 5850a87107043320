package dev.grok.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.lab.config.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir private Path folder;

  @Test
  void completedFilesStay() {
    Path path = folder.resolve("deep/run");
    try (RunDirectory directory = RunDirectory.open(path)) {
      directory.write("a.txt", "a");
      directory.complete();
    }
    assertThat(path).isDirectoryContaining("glob:**/a.txt");
    assertThat(path.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void anIncompleteRunLeavesNothing() {
    Path path = folder.resolve("deep/run");
    try (RunDirectory directory = RunDirectory.open(path)) {
      directory.write("a.txt", "a");
      assertThat(path.resolve("a.txt")).exists();
    }
    assertThat(folder.resolve("deep")).doesNotExist();
  }

  @Test
  void aDirectoryThatWasThereIsKeptEmpty() throws IOException {
    Path path = Files.createDirectory(folder.resolve("run"));
    try (RunDirectory directory = RunDirectory.open(path)) {
      directory.write("a.txt", "a");
    }
    assertThat(path).isEmptyDirectory();
  }

  @Test
  void aFileAppearsUnderItsNameOnlyWhenItIsWhole() {
    Path path = folder.resolve("run");
    try (RunDirectory directory = RunDirectory.open(path)) {
      directory.write(
          "a.csv",
          writer -> {
            writer.print("1\n");
            writer.flush();
            assertThat(path.resolve("a.csv")).doesNotExist();
            assertThat(path.resolve("a.csv.part")).hasContent("1");
          });
      assertThat(path.resolve("a.csv")).hasContent("1");
      assertThat(path.resolve("a.csv.part")).doesNotExist();
    }
  }

  @Test
  void failedWritesAreOneSentence() {
    try (RunDirectory directory = RunDirectory.open(folder.resolve("run"))) {
      assertThatThrownBy(
              () ->
                  directory.write(
                      "a.csv",
                      writer -> {
                        throw new UncheckedIOException(new IOException("No space left on device"));
                      }))
          .isInstanceOf(GrokException.class)
          .hasMessageEndingWith("a.csv cannot be written: No space left on device");
    }
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aSecondRunIsRefusedWhileTheFirstIsLive() {
    Path path = folder.resolve("run");
    try (RunDirectory first = RunDirectory.open(path)) {
      assertThatThrownBy(() -> RunDirectory.open(path))
          .isInstanceOf(UsageException.class)
          .hasMessageEndingWith("is in use by another run");
      first.write("a.txt", "a");
      first.complete();
    }
    assertThatThrownBy(() -> RunDirectory.open(path)).hasMessageContaining("is not empty");
    assertThat(path.resolve("a.txt")).exists();
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> RunDirectory.open(file))
        .hasMessageEndingWith("cannot be used: it is not a directory");
    assertThatThrownBy(() -> RunDirectory.open(file.resolve("run")))
        .hasMessageContaining("cannot be used");
    assertThat(file).hasContent("x");
  }
}
