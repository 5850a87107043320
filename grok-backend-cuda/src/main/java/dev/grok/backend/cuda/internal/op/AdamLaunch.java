package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.backend.cuda.internal.device.Grid;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.device.Step;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Updates by Adam of tensors with the same number of replicas, in one launch. Successive calls of a
 * recording are merged into one.
 */
final class AdamLaunch implements MergingStep {
  /**
   * One call.
   *
   * @param written parameter, m and v
   * @param read gradient, steps and rates
   */
  record Update(List<Tensor> written, List<Tensor> read, WeightDecay decay) {
    /** Whether the order of the two calls matters. */
    boolean dependsOn(Update former) {
      return MemoryRange.overlap(written, former.written)
          || MemoryRange.overlap(written, former.read)
          || MemoryRange.overlap(read, former.written);
    }
  }

  private final int replicas;
  private final List<Update> updates;
  private final KernelStep launch;

  /** All updates have the same number of replicas; there are at most as many as a launch takes. */
  AdamLaunch(List<Update> updates) {
    this.updates = updates;
    replicas = updates.get(0).written.get(0).replicas();
    ByteBuffer table =
        KernelStep.buffer(KernelConstants.ADAM_TENSORS * KernelConstants.ADAM_ENTRY_BYTES);
    int chunks = 0;
    for (Update update : updates) {
      int n = KernelStep.perReplica(update.written.get(0));
      chunks += Grid.parts(n, KernelConstants.ADAM_CHUNK);
      update.written.forEach(tensor -> table.putLong(KernelStep.addressOf(tensor)));
      update.read.forEach(tensor -> table.putLong(KernelStep.addressOf(tensor)));
      table
          .putInt(n)
          .putInt(chunks)
          .putInt((int) KernelStep.stride(update.read.get(1)))
          .putInt((int) KernelStep.stride(update.read.get(2)))
          .putInt(update.decay.ordinal())
          .putInt(0);
    }
    launch = new KernelStep("optimizer", "adam").structure(table).blocks(chunks, replicas);
  }

  @Override
  public @Nullable Step with(Step step) {
    if (!(step instanceof AdamLaunch next) || !canTake(next)) {
      return null;
    }
    List<Update> both = new ArrayList<>(updates);
    both.addAll(next.updates);
    return new AdamLaunch(List.copyOf(both));
  }

  private boolean canTake(AdamLaunch next) {
    return replicas == next.replicas
        && updates.size() + next.updates.size() <= KernelConstants.ADAM_TENSORS
        && next.updates.stream().noneMatch(n -> updates.stream().anyMatch(n::dependsOn));
  }

  @Override
  public KernelStep launch() {
    return launch;
  }
}
