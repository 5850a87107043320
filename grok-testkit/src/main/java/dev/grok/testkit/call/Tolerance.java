package dev.grok.testkit.call;

/** How far each element of an output may lie from what the reference computes. */
@FunctionalInterface
public interface Tolerance {
  /**
   * The allowed differences, one an element.
   *
   * @param call the call with the contents before it
   * @param output the operand in question
   * @param expected what the reference computes, by operand
   * @param oracle runs other calls on the reference
   */
  double[] allowed(KernelCall call, String output, Outputs expected, Oracle oracle);

  /** Runs a call on the reference backend and gives its outputs. */
  @FunctionalInterface
  interface Oracle {
    Outputs outputs(KernelCall call);
  }
}
