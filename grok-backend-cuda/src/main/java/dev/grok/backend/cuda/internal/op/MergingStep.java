package dev.grok.backend.cuda.internal.op;

import dev.grok.backend.cuda.internal.device.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step that may also do the work of the next one in its launch, with the same bits. */
public interface MergingStep extends Step {
  /** One step that does both; null if there is none. */
  @Nullable Step with(Step next);

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
