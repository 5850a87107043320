package dev.grok.models.train;

import dev.grok.api.GrokException;

/**
 * Which training samples a step sees.
 *
 * @param size of a batch; 0: all samples, in order
 * @param order how batches are made; ignored if the size is 0
 */
public record Batches(int size, Order order) {
  /** Ways to make batches. */
  public enum Order {
    /** Chosen anew each step, without replacement (the paper's toy runs). */
    RANDOM,
    /** The samples are shuffled each epoch and cut into whole batches (PyTorch's DataLoader). */
    EPOCHS
  }

  /** All samples in every step. */
  public static final Batches FULL = new Batches(0, Order.RANDOM);

  public Batches {
    if (size < 0) {
      throw new GrokException("batch size must be 0 (all) or more: " + size);
    }
  }

  /** Whether every step sees all samples. */
  public boolean full() {
    return size == 0;
  }
}
