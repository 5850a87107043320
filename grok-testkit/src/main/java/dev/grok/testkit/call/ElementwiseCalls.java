package dev.grok.testkit.call;

import dev.grok.api.kernel.Lengths;
import java.util.List;

/** Calls of {@link dev.grok.api.kernel.ElementwiseKernels}. */
public final class ElementwiseCalls {
  private static final KernelSpec FILL = spec("fill").attribute("value", -0.375);
  private static final KernelSpec COPY = spec("copy");
  private static final KernelSpec ADD = rounded("add");

  private static final KernelSpec MULTIPLY =
      rounded("multiply").flops(call -> 2 * call.elements("R ..."));

  private static final KernelSpec DIVIDE =
      rounded("divide").divisions(call -> call.elements("R ..."));

  private static final KernelSpec SCALE =
      rounded("scale").flops(call -> 2 * call.elements("R ..."));

  private static final KernelSpec ADD_SCALED =
      rounded("addScaled").flops(call -> 2 * call.elements("R ..."));

  static final List<KernelSpec> SPECS =
      List.of(FILL, COPY, ADD, MULTIPLY, DIVIDE, SCALE, ADD_SCALED);

  private ElementwiseCalls() {}

  private static KernelSpec spec(String kernel) {
    return KernelSpec.of(kernel).typical(Lengths.replicas(1).rest(5, 7));
  }

  private static KernelSpec rounded(String kernel) {
    return spec(kernel).tolerance("out", Tolerances.ROUNDED_ONCE);
  }

  public static KernelCall fill(int r, int... rest) {
    return FILL.call(Lengths.replicas(r).rest(rest));
  }

  public static KernelCall copy(int r, int... rest) {
    return COPY.call(Lengths.replicas(r).rest(rest));
  }

  public static KernelCall add(int r, int... rest) {
    return ADD.call(Lengths.replicas(r).rest(rest));
  }

  public static KernelCall multiply(int r, int... rest) {
    return MULTIPLY.call(Lengths.replicas(r).rest(rest));
  }

  public static KernelCall divide(int r, int... rest) {
    return DIVIDE.call(Lengths.replicas(r).rest(rest));
  }

  public static KernelCall scale(int r, int... rest) {
    return SCALE.call(Lengths.replicas(r).rest(rest));
  }

  public static KernelCall addScaled(int r, int... rest) {
    return ADD_SCALED.call(Lengths.replicas(r).rest(rest));
  }
}
