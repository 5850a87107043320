package dev.grok.models.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.grok.api.GrokException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSetTest {
  @TempDir private Path folder;

  private void write(String file, int[] shape, int... elements) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + elements.length);
    bytes.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) shape.length);
    Arrays.stream(shape).forEach(bytes::putInt);
    Arrays.stream(elements).forEach(e -> bytes.put((byte) e));
    Files.write(folder.resolve(file), bytes.array());
  }

  private void small(int... labels) throws IOException {
    write("a-images-idx3-ubyte", new int[] {3, 2, 1}, 0, 255, 1, 128, 7, 8);
    write("a-labels-idx1-ubyte", new int[] {labels.length}, labels);
  }

  @Test
  void pixelsOver255() throws IOException {
    small(0, 9, 200);
    ImageSet set = ImageSet.load(folder, "a");
    assertThat(set.size()).isEqualTo(3);
    assertThat(set.rows()).isEqualTo(2);
    assertThat(set.columns()).isEqualTo(1);
    assertThat(set.pixels()).isEqualTo(2);
    assertThat(set.features()).containsExactly(0, 1, 1 / 255f, 128 / 255f, 7 / 255f, 8 / 255f);
    assertThat(set.labels()).containsExactly(0, 9, 200);
    assertThat(set).hasToString("3 images of 2 x 1 from " + folder.resolve("a"));
    ImageSet first = set.first(2);
    assertThat(first.features()).containsExactly(0, 1, 1 / 255f, 128 / 255f);
    assertThat(first.labels()).containsExactly(0, 9);
  }

  @Test
  void setsThatDoNotFit() throws IOException {
    small(0, 1);
    assertThatThrownBy(() -> ImageSet.load(folder, "a"))
        .isInstanceOf(GrokException.class)
        .hasMessage(
            "%s has 3 images, but %s has 2 labels"
                .formatted(
                    folder.resolve("a-images-idx3-ubyte"), folder.resolve("a-labels-idx1-ubyte")));
    small(3, 9, 10);
    ImageSet set = ImageSet.load(folder, "a");
    set.first(2).requireLabelsBelow(10);
    assertThatThrownBy(() -> set.requireLabelsBelow(10))
        .hasMessage(
            "image 2 of %s has label 10; there are 10 classes, 0 to 9"
                .formatted(folder.resolve("a")));
    for (int n : new int[] {0, 4}) {
      assertThatThrownBy(() -> set.first(n))
          .hasMessage(
              "%s has 3 images; the first %d were asked for".formatted(folder.resolve("a"), n));
    }
    write("b-images-idx3-ubyte", new int[] {2, 0, 3});
    write("b-labels-idx1-ubyte", new int[] {2}, 0, 0);
    assertThatThrownBy(() -> ImageSet.load(folder, "b"))
        .hasMessageEndingWith("has no images, or images without pixels");
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    assertThatThrownBy(() -> ImageSet.load(folder, "train"))
        .isInstanceOf(GrokException.class)
        .hasMessage(
            "directory %s has no train-images-idx3-ubyte or train-images-idx3-ubyte.gz; --data or"
                    .formatted(folder)
                + " GROK_DATA set the directory of data files");
    write("a-images-idx3-ubyte", new int[] {1, 1, 1}, 0);
    assertThatThrownBy(() -> ImageSet.load(folder, "a"))
        .hasMessageContaining("no a-labels-idx1-ubyte or a-labels-idx1-ubyte.gz");
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> ImageSet.load(nowhere, "a"))
        .hasMessageStartingWith("there is no directory %s, hence no a-images".formatted(nowhere));
  }

  /** Ten thousand images of MNIST each: facts of the files as they are distributed. */
  @ParameterizedTest
  @ValueSource(strings = {"train10k", "t10k"})
  void mnist(String prefix) {
    Path directory = Path.of(System.getenv().getOrDefault("GROK_DATA", "../../shared/data/mnist"));
    String reason = "MNIST is not in %s; GROK_DATA names another directory".formatted(directory);
    if (!Files.isDirectory(directory)) {
      System.out.println("skipped: " + reason);
    }
    assumeThat(directory).as(reason).isDirectory();
    ImageSet set = ImageSet.load(directory, prefix);
    assertThat(set.size()).isEqualTo(10_000);
    assertThat(set.pixels()).isEqualTo(784);
    set.requireLabelsBelow(10);
    int[] labels = set.labels();
    boolean train = prefix.equals("train10k");
    assertThat(Arrays.copyOf(labels, 5))
        .containsExactly(train ? new int[] {5, 0, 4, 1, 9} : new int[] {7, 2, 1, 0, 4});
    assertThat(IntStream.of(labels).filter(label -> label == 0).count())
        .isEqualTo(train ? 1_001 : 980);
    double sum = 0;
    float most = 0;
    for (float pixel : set.features()) {
      sum += pixel;
      most = Math.max(most, pixel);
    }
    assertThat(most).isEqualTo(1);
    assertThat(sum / (10_000 * 784)).isBetween(0.12, 0.14);
  }
}
