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
 * @param targetTable [R?, classes, D] from which targets are looked up
 */
record DeviceSamples(Tensor inputs, Tensor labels, Tensor targets, Tensor targetTable) {
  /** Images, uploaded for all replicas at once. */
  static DeviceSamples ofImages(
      MemoryScope scope, String name, ImageSet images, Tensor targetTable) {
    Tensor inputs = scope.floats(name + " inputs", 1, images.size(), images.pixels());
    DeviceSamples samples = of(scope, name, inputs, targetTable);
    inputs.write(images.features());
    samples.labels.write(images.labels());
    return samples;
  }

  /** Room for a batch of these samples for each replica. */
  DeviceSamples batch(MemoryScope scope, int replicas, int size) {
    int length = inputs.shape().axis(2);
    Tensor chosen =
        switch (inputs.dtype()) {
          case INT32 -> scope.ints("batch inputs", replicas, size, length);
          case FLOAT32 -> scope.floats("batch inputs", replicas, size, length);
        };
    return of(scope, "batch", chosen, targetTable);
  }

  /** Room for labels and targets of the inputs; symbols are {@linkplain #load loaded} later. */
  static DeviceSamples of(MemoryScope scope, String name, Tensor inputs, Tensor targetTable) {
    int owners = inputs.replicas();
    int batch = inputs.shape().axis(1);
    int length = targetTable.shape().axis(2);
    return new DeviceSamples(
        inputs,
        scope.ints(name + " labels", owners, batch),
        scope.floats(name + " targets", Math.max(owners, targetTable.replicas()), batch, length),
        targetTable);
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

  /** Looks up the targets of the labels. */
  void findTargets(Kernels kernels) {
    if (targets.shape().axis(2) > 0) {
      kernels.embeddingForward(targets, targetTable, rows(labels));
    }
  }

  /** Copies the given samples of another part: index [R, B]. */
  void gather(Kernels kernels, DeviceSamples from, Tensor index) {
    kernels.gatherInts(rows(labels), rows(from.labels), index);
    switch (inputs.dtype()) {
      case INT32 -> kernels.gatherInts(inputs, from.inputs, index);
      case FLOAT32 -> kernels.embeddingForward(inputs, from.inputs, rows(index));
    }
  }

  /** [R, B] as [R, B, 1]. */
  private static Tensor rows(Tensor ids) {
    return ids.reshape(ids.replicas(), ids.shape().axis(1), 1);
  }
}
