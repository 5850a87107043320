package dev.grok.backend.cuda.internal.op;

import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.device.Step;
import dev.grok.backend.cuda.internal.device.WorkQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step with one launch that remembers its operands, so that neighbors can be merged. */
public interface MergingStep extends Step {
  KernelStep launch();

  /** One step that does the next one's work as well, with the same bits; null if there is none. */
  default @Nullable Step with(Step next) {
    return null;
  }

  @Override
  default boolean isEmpty() {
    return launch().isEmpty();
  }

  @Override
  default void prepare(WorkQueue queue) {
    launch().prepare(queue);
  }

  @Override
  default void enqueue(WorkQueue queue, long scratchAddress) {
    launch().enqueue(queue, scratchAddress);
  }

  /** The same work in fewer steps, where neighbors can be merged. */
  static List<Step> merged(List<Step> steps) {
    List<Step> result = new ArrayList<>();
    for (Step step : steps) {
      int last = result.size() - 1;
      Step both =
          last >= 0 && result.get(last) instanceof MergingStep former ? former.with(step) : null;
      if (both != null) {
        result.set(last, both);
      } else {
        result.add(step);
      }
    }
    return result;
  }
}
