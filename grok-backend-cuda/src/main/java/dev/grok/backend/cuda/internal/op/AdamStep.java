package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.device.Session;
import dev.grok.backend.cuda.internal.device.Step;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An update by Adam of one or more tensors of the same number of replicas, in one launch. Calls
 * that follow each other in a recording become one.
 */
public final class AdamStep implements Step {
  /** As in optimizer.cu: elements of a block, tensors of a launch, bytes of a tensor's entry. */
  private static final int CHUNK = 4096;

  private static final int TENSORS = 48;
  private static final int ENTRY_BYTES = 72;

  /** A range of the device's memory, end exclusive. */
  private record Range(long from, long to) {
    static Range of(Tensor tensor) {
      long from = KernelStep.addressOf(tensor);
      return new Range(from, from + tensor.shape().elements() * Float.BYTES);
    }

    boolean overlaps(Range other) {
      return from < other.to && other.from < to;
    }
  }

  /** One call. */
  private record Update(
      int n, List<Range> written, List<Range> read, int stepsStride, int ratesStride, int decay) {
    /** Whether the order of the two calls matters. */
    boolean dependsOn(Update former) {
      return overlap(written, former.written)
          || overlap(written, former.read)
          || overlap(read, former.written);
    }

    private static boolean overlap(List<Range> some, List<Range> others) {
      return some.stream().anyMatch(range -> others.stream().anyMatch(range::overlaps));
    }
  }

  private final int replicas;
  private final List<Update> updates;
  private final KernelStep launch;

  private AdamStep(int replicas, List<Update> updates) {
    this.replicas = replicas;
    this.updates = updates;
    ByteBuffer table = KernelStep.buffer(TENSORS * ENTRY_BYTES);
    int chunks = 0;
    for (Update update : updates) {
      chunks += (update.n - 1) / CHUNK + 1;
      for (Range operand : update.written) {
        table.putLong(operand.from);
      }
      for (Range operand : update.read) {
        table.putLong(operand.from);
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

  /** The same steps, neighbouring updates that do not depend on each other made one. */
  public static List<Step> merged(List<Step> steps) {
    List<Step> result = new ArrayList<>();
    for (Step step : steps) {
      int last = result.size() - 1;
      if (step instanceof AdamStep next
          && last >= 0
          && result.get(last) instanceof AdamStep former
          && former.canTake(next)) {
        List<Update> both = new ArrayList<>(former.updates);
        both.addAll(next.updates);
        result.set(last, new AdamStep(former.replicas, List.copyOf(both)));
      } else {
        result.add(step);
      }
    }
    return result;
  }

  private boolean canTake(AdamStep next) {
    return replicas == next.replicas
        && updates.size() + next.updates.size() <= TENSORS
        && next.updates.stream().noneMatch(n -> updates.stream().anyMatch(n::dependsOn));
  }

  @Override
  public void prepare(Session session) {
    launch.prepare(session);
  }

  @Override
  public void enqueue(Session session, long scratchAddress) {
    launch.enqueue(session, scratchAddress);
  }
}
