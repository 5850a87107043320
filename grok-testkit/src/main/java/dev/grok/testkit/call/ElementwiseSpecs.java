package dev.grok.testkit.call;

import java.util.List;

/** What is known of {@link dev.grok.api.kernel.ElementwiseKernels}. */
final class ElementwiseSpecs {
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

  private ElementwiseSpecs() {}

  private static KernelSpec spec(String kernel) {
    return KernelSpec.of(kernel);
  }

  private static KernelSpec rounded(String kernel) {
    return spec(kernel).tolerance("out", Tolerances.ROUNDED_ONCE);
  }
}
