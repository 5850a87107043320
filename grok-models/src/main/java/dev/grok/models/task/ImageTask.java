package dev.grok.models.task;

import dev.grok.api.GrokException;

/**
 * Recognition of images in IDX files, for example MNIST's (paper, section 4.3). As the authors do,
 * the first images of the training file train, and all of the validation file validate.
 *
 * @param training files {@code <training>-images-idx3-ubyte} and {@code -labels-idx1-ubyte}
 * @param validation likewise
 * @param pixels of an image
 * @param classes number of labels
 */
public record ImageTask(String training, String validation, int pixels, int classes)
    implements Task {
  /** MNIST as it is distributed. */
  public static final ImageTask MNIST = new ImageTask("train", "t10k", 784, 10);

  public ImageTask {
    if (pixels < 1 || classes < 2) {
      throw new GrokException(
          "images need at least 1 pixel and 2 classes: %d, %d".formatted(pixels, classes));
    }
  }

  @Override
  public void requireTrainingSamples(int samples) {
    if (samples < 1) {
      throw new GrokException("training samples must be at least 1: " + samples);
    }
  }

  /** The whole training file. */
  ImageSet trainingSet(DataDirectory data) {
    return checked(data.images(training));
  }

  /** The whole validation file. */
  ImageSet validationSet(DataDirectory data) {
    return checked(data.images(validation));
  }

  private ImageSet checked(ImageSet set) {
    if (set.pixels() != pixels) {
      throw new GrokException(
          "images have %d pixels, the task says %d".formatted(set.pixels(), pixels));
    }
    set.requireLabelsBelow(classes);
    return set;
  }
}
