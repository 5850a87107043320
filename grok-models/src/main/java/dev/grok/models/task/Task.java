package dev.grok.models.task;

/** What is to be learned: labeled samples. */
public interface Task {
  /** Number of different labels. */
  int classes();

  /**
   * Checks a size of the training set, as far as it can be known without reading data.
   *
   * @throws dev.grok.api.GrokException naming the limits, if it is out of them
   */
  void requireTrainingSamples(int samples);
}
