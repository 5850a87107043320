package dev.grok.models.task;

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
}
