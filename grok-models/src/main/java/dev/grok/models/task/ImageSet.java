package dev.grok.models.task;

import dev.grok.api.GrokException;
import dev.grok.models.io.Idx;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labeled gray images, for example MNIST (paper, section 4.3). Immutable; parts share the pixels.
 */
public final class ImageSet {
  private final String name;
  private final int size;
  private final Idx images;
  private final Idx labels;

  private ImageSet(String name, int size, Idx images, Idx labels) {
    this.name = name;
    this.size = size;
    this.images = images;
    this.labels = labels;
  }

  /**
   * Images and labels from {@code <prefix>-images-idx3-ubyte} and {@code
   * <prefix>-labels-idx1-ubyte}, either with {@code .gz} after it or without. Nothing is
   * downloaded.
   *
   * @throws GrokException in one sentence, if a file is missing or unsound, or the two do not
   *     belong together
   */
  public static ImageSet load(Path directory, String prefix) {
    Path imageFile = find(directory, prefix + "-images-idx3-ubyte");
    Path labelFile = find(directory, prefix + "-labels-idx1-ubyte");
    Idx images = Idx.read(imageFile, 3);
    Idx labels = Idx.read(labelFile, 1);
    if (images.length(0) != labels.length(0)) {
      throw new GrokException(
          "%s has %d images, but %s has %d labels"
              .formatted(imageFile, images.length(0), labelFile, labels.length(0)));
    }
    if (images.elements().remaining() == 0) {
      throw new GrokException(imageFile + " has no images, or images without pixels");
    }
    return new ImageSet(directory.resolve(prefix).toString(), images.length(0), images, labels);
  }

  private static Path find(Path directory, String file) {
    List<String> names = List.of(file, file + ".gz");
    for (String name : names) {
      if (Files.exists(directory.resolve(name))) {
        return directory.resolve(name);
      }
    }
    String where =
        Files.isDirectory(directory)
            ? "directory %s has".formatted(directory)
            : "there is no directory %s, hence".formatted(directory);
    throw new GrokException(
        "%s no %s; --data or GROK_DATA set the directory of data files"
            .formatted(where, String.join(" or ", names)));
  }

  /** Number of images. */
  public int size() {
    return size;
  }

  /** Height of an image. */
  public int rows() {
    return images.length(1);
  }

  /** Width of an image. */
  public int columns() {
    return images.length(2);
  }

  /** Number of pixels of an image. */
  public int pixels() {
    return rows() * columns();
  }

  /** [size, pixels], row-major: from 0 to 1, each the float32 nearest to its byte over 255. */
  public float[] features() {
    ByteBuffer pixels = images.elements();
    float[] features = new float[size * pixels()];
    for (int i = 0; i < features.length; i++) {
      features[i] = (pixels.get(i) & 0xff) / 255f;
    }
    return features;
  }

  /** [size]. */
  public int[] labels() {
    ByteBuffer bytes = labels.elements();
    return IntStream.range(0, size).map(i -> bytes.get(i) & 0xff).toArray();
  }

  /**
   * The first images of the set.
   *
   * @throws GrokException if there are not so many
   */
  public ImageSet first(int n) {
    if (n < 1 || n > size) {
      throw new GrokException(
          "%s has %d images; the first %d were asked for".formatted(name, size, n));
    }
    return new ImageSet(name, n, images, labels);
  }

  /**
   * Checks the labels.
   *
   * @throws GrokException naming the first image whose label is not in 0..classes-1
   */
  public void requireLabelsBelow(int classes) {
    int[] all = labels();
    for (int i = 0; i < size; i++) {
      if (all[i] >= classes) {
        throw new GrokException(
            "image %d of %s has label %d; there are %d classes, 0 to %d"
                .formatted(i, name, all[i], classes, classes - 1));
      }
    }
  }

  /** For example {@code 10000 images of 28 x 28 from data/t10k}. */
  @Override
  public String toString() {
    return "%d images of %d x %d from %s".formatted(size, rows(), columns(), name);
  }
}
