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
final class AdamLaunch implements SingleLaunch, MergingStep {
  /** One call. */
  private record Update(
      int n,
      List<MemoryRange> written,
      List<MemoryRange> read,
      int stepsStride,
      int ratesStride,
      int decay) {
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

  private AdamLaunch(int replicas, List<Update> updates) {
    this.replicas = replicas;
    this.updates = updates;
    ByteBuffer table =
        KernelStep.buffer(KernelConstants.ADAM_TENSORS * KernelConstants.ADAM_ENTRY_BYTES);
    int chunks = 0;
    for (Update update : updates) {
      chunks += Grid.parts(update.n, KernelConstants.ADAM_CHUNK);
      for (MemoryRange operand : update.written) {
        table.putLong(operand.from());
      }
      for (MemoryRange operand : update.read) {
        table.putLong(operand.from());
      }
      table
          .putInt(update.n)
          .putInt(chunks)
          .putInt(update.stepsStride)
          .putInt(update.ratesStride)
          .putInt(update.decay)
          .putInt(0);
    }
    launch = new KernelStep("optimizer", "adam").structure(table).blocks(chunks, replicas);
  }

  static AdamLaunch of(
      Tensor parameter,
      Tensor m,
      Tensor v,
      Tensor gradient,
      Tensor steps,
      Tensor rates,
      WeightDecay decay) {
    Update update =
        new Update(
            KernelStep.perReplica(parameter),
            List.of(MemoryRange.of(parameter), MemoryRange.of(m), MemoryRange.of(v)),
            List.of(MemoryRange.of(gradient), MemoryRange.of(steps), MemoryRange.of(rates)),
            steps.replicas() == 1 ? 0 : 1,
            rates.replicas() == 1 ? 0 : rates.shape().axis(1),
            decay.ordinal());
    return new AdamLaunch(parameter.replicas(), List.of(update));
  }

  @Override
  public @Nullable Step with(Step step) {
    if (!(step instanceof AdamLaunch next) || !canTake(next)) {
      return null;
    }
    List<Update> both = new ArrayList<>(updates);
    both.addAll(next.updates);
    return new AdamLaunch(replicas, List.copyOf(both));
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
