package dev.grok.backend.cuda.internal.device;

/**
 * A batched product of row-major matrices, c = op(a) op(b) or c += op(a) op(b).
 *
 * @param c address of [R, m, n]
 * @param a address of [R?, m, k], or [R?, k, m] if transposed
 * @param b address of [R?, k, n], or [R?, n, k] if transposed
 * @param strideA elements from replica to replica; 0 if they share it
 */
public record MatrixProduct(
    long c,
    long strideC,
    long a,
    long strideA,
    long b,
    long strideB,
    boolean transposeA,
    boolean transposeB,
    boolean accumulate,
    int m,
    int n,
    int k,
    int replicas) {
  @Override
  public String toString() {
    return "product %d x %d x %d, R = %d".formatted(m, n, k, replicas);
  }
}
