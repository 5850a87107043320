package dev.grok.backend.cuda.internal.op;

import dev.grok.backend.cuda.internal.device.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step that can do the work of the one behind it in the same launch, with the same bits. */
public interface MergingStep extends Step {
  /** One step for both; null if there is none. */
  @Nullable Step with(Step next);

  /** The same work in as few steps. */
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
