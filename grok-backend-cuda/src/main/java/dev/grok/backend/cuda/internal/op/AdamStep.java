package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.device.Step;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An update by Adam of one or more tensors of the same number of replicas, in one launch. Calls
 * that follow each other in a recording become one.
 */
final class AdamStep implements SingleLaunch, MergingStep {
  /** One call. */
  private record Update(
      int n, List<Range> written, List<Range> read, int stepsStride, int ratesStride, int decay) {
    /** Whether the order of the two calls matters. */
    boolean dependsOn(Update former) {
      return Range.overlap(written, former.written)
          || Range.overlap(written, former.read)
          || Range.overlap(read, former.written);
    }
  }

  private final int replicas;
  private final List<Update> updates;
  private final KernelStep launch;

  private AdamStep(int replicas, List<Update> updates) {
    this.replicas = replicas;
    this.updates = updates;
    ByteBuffer table =
        KernelStep.buffer(KernelConstants.ADAM_TENSORS * KernelConstants.ADAM_ENTRY_BYTES);
    int chunks = 0;
    for (Update update : updates) {
      chunks += (update.n - 1) / KernelConstants.ADAM_CHUNK + 1;
      for (Range operand : update.written) {
        table.putLong(operand.from());
      }
      for (Range operand : update.read) {
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
    launch =
        new KernelStep("optimizer", "adam").exactBlocks(chunks, replicas).raw(table).arg(replicas);
  }

  static AdamStep of(
      Tensor parameter,
      Tensor m,
      Tensor v,
      Tensor gradient,
      Tensor steps,
      Tensor rates,
      int decay) {
    Update update =
        new Update(
            KernelStep.perReplica(parameter),
            List.of(Range.of(parameter), Range.of(m), Range.of(v)),
            List.of(Range.of(gradient), Range.of(steps), Range.of(rates)),
            steps.replicas() == 1 ? 0 : 1,
            rates.replicas() == 1 ? 0 : rates.shape().axis(1),
            decay);
    return new AdamStep(parameter.replicas(), List.of(update));
  }

  @Override
  public @Nullable Step with(Step step) {
    if (!(step instanceof AdamStep next) || !canTake(next)) {
      return null;
    }
    List<Update> both = new ArrayList<>(updates);
    both.addAll(next.updates);
    return new AdamStep(replicas, List.copyOf(both));
  }

  private boolean canTake(AdamStep next) {
    return replicas == next.replicas
        && updates.size() + next.updates.size() <= KernelConstants.ADAM_TENSORS
        && next.updates.stream().noneMatch(n -> updates.stream().anyMatch(n::dependsOn));
  }

  @Override
  public KernelStep launch() {
    return launch;
  }
}
