package dev.grok.backend.cpu.internal.loop;

/**
 * The loops over ranges of arrays that kernels are made of, in families named after the operations
 * that use them. A family's own methods are plain Java; its twin in SIMD code overrides them and
 * leaves to them what does not fill a vector. Both give the same bits: element by element the same
 * IEEE operations with the same choice of fused multiply-add, and sums in {@value Lanes#COUNT}
 * logical lanes.
 *
 * <p>In all families an array is followed by the index at which its range begins, and {@code n} is
 * the length of all ranges. A written range may be the same as a read one, but must not overlap it
 * otherwise.
 *
 * @param description one phrase for people
 */
public record Loops(
    String description,
    MatmulLoops matmul,
    ElementwiseLoops elementwise,
    ReductionLoops reduction,
    DistanceLoops distance,
    ActivationLoops activation,
    NormLoops norm,
    SoftmaxLoops softmax,
    OptimizerLoops optimizer,
    DropoutLoops dropout) {

  /** All families without SIMD. */
  public static Loops scalar() {
    return new Loops(
        "scalar",
        new MatmulLoops(),
        new ElementwiseLoops(),
        new ReductionLoops(),
        new DistanceLoops(),
        new ActivationLoops(),
        new NormLoops(),
        new SoftmaxLoops(),
        new OptimizerLoops(),
        new DropoutLoops());
  }
}
