package dev.grok.models.task;

import dev.grok.api.GrokException;

/** What one replica is trained on and validated on (paper, section 2: D and D'). */
public sealed interface Samples {
  /** Number of training samples. */
  int training();

  /** Number of validation samples. */
  int validation();

  /** Samples of an operation on symbols. */
  record Symbols(Split split) implements Samples {
    @Override
    public int training() {
      return split.train().size();
    }

    @Override
    public int validation() {
      return split.validation().size();
    }
  }

  /** Images; replicas share them. */
  record Images(ImageSet train, ImageSet held) implements Samples {
    @Override
    public int training() {
      return train.size();
    }

    @Override
    public int validation() {
      return held.size();
    }
  }

  /**
   * The samples of one replica. Symbols are split at random, as a function of the seed; of images
   * the first ones train.
   *
   * @param data where image files lie
   * @throws GrokException if the task has not so many samples, or its files are missing or unsound
   */
  static Samples of(Task task, int trainingSamples, long seed, DataDirectory data) {
    if (task instanceof SymbolTask symbols) {
      return new Symbols(Split.random(symbols, trainingSamples, seed));
    }
    if (task instanceof ImageTask images) {
      return new Images(
          images.trainingSet(data).first(trainingSamples), images.validationSet(data));
    }
    throw new GrokException("samples are of symbols or of images, not of " + task);
  }
}
