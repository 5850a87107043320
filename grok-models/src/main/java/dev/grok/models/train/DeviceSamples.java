package dev.grok.models.train;

import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Kernels;
import dev.grok.models.architecture.Model;
import dev.grok.models.task.ImageSet;
import dev.grok.models.task.Pair;
import dev.grok.models.task.SymbolTask;
import java.util.List;

/**
 * One part of the samples on the device. Symbols belong to a replica each; images are shared.
 *
 * @param inputs tokens [R, B, T], int; or features [R?, B, F]
 * @param labels [R?, B], int
 * @param targets [R?, B, D] of the labels; D = 0 if the loss takes labels
 */
record DeviceSamples(Tensor inputs, Tensor labels, Tensor targets) {
  /**
   * Allocates room.
   *
   * @param owners R, or 1 if replicas share the samples
   * @param like tells kind and length of the inputs
   * @param targetTable [R?, classes, D] from which targets are looked up
   */
  static DeviceSamples allocate(
      MemoryScope scope, String name, int owners, int batch, Tensor like, Tensor targetTable) {
    int length = like.shape().axis(2);
    String inputs = name + " inputs";
    return new DeviceSamples(
        switch (like.dtype()) {
          case INT32 -> scope.ints(inputs, owners, batch, length);
          case FLOAT32 -> scope.floats(inputs, owners, batch, length);
        },
        scope.ints(name + " labels", owners, batch),
        scope.floats(
            name + " targets",
            Math.max(owners, targetTable.replicas()),
            batch,
            targetTable.shape().axis(2)));
  }

  int batch() {
    return labels.shape().axis(1);
  }

  /** Uploads the samples of one replica. */
  void load(int replica, Model model, SymbolTask task, List<Pair> pairs) {
    int tokens = inputs.shape().axis(2);
    int[] ids = new int[pairs.size() * tokens];
    int[] classes = new int[pairs.size()];
    for (int i = 0; i < classes.length; i++) {
      System.arraycopy(model.tokens(task, pairs.get(i)), 0, ids, i * tokens, tokens);
      classes[i] = task.label(pairs.get(i));
    }
    inputs.slice(replica, replica + 1).write(ids);
    labels.slice(replica, replica + 1).write(classes);
  }

  /** Uploads images for all replicas. */
  void load(ImageSet images) {
    inputs.write(images.features());
    labels.write(images.labels());
  }

  /** Looks the targets of the labels up. */
  void findTargets(Kernels kernels, Tensor targetTable) {
    if (targets.shape().axis(2) > 0) {
      Tensor rows = labels.reshape(labels.replicas(), batch(), 1);
      kernels.embeddingForward(targets, targetTable, rows);
    }
  }

  /** Copies the given samples of another part: index [R, B]. */
  void gather(Kernels kernels, DeviceSamples from, Tensor index) {
    Tensor rows = labels.reshape(labels.replicas(), batch(), 1);
    Tensor fromRows = from.labels.reshape(from.labels.replicas(), from.batch(), 1);
    kernels.gatherInts(rows, fromRows, index);
    switch (inputs.dtype()) {
      case INT32 -> kernels.gatherInts(inputs, from.inputs, index);
      case FLOAT32 ->
          kernels.embeddingForward(
              inputs, from.inputs, index.reshape(index.replicas(), batch(), 1));
    }
  }
}
