package dev.grok.models.task;

/** What is to be learned: labeled samples, and how those of one replica are chosen. */
public interface Task {
  /** Number of different labels. */
  int classes();

  /**
   * Checks a size of the training set, as far as it can be known without reading data.
   *
   * @throws dev.grok.api.GrokException naming the limits, if it is out of them
   */
  void requireTrainingSamples(int samples);

  /**
   * The samples of one replica: which of them train is a function of the seed.
   *
   * @param data where tasks that are read from files find them
   */
  Samples samples(int trainingSamples, long seed, DataDirectory data);
}
