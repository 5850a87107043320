package dev.grok.testkit;

import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;

/** Calls of {@link dev.grok.api.kernel.MatmulKernels}. */
final class MatmulCalls {
  private MatmulCalls() {}

  static KernelCall matmul(int r, int m, int n, int k, Transpose transpose, Write write) {
    Draw draw = new Draw(m + 31L * n + 1009L * k);
    Values a = transpose.a() ? draw.floats(r, k, m) : draw.floats(r, m, k);
    Values b = transpose.b() ? draw.floats(r, n, k) : draw.floats(r, k, n);
    KernelCall call = KernelCall.of("matmul");
    call =
        write == Write.OVERWRITE
            ? call.overwritten("c", Tolerances.sums(k), r, m, n)
            : call.updated("c", Tolerances.sums(k + 1), draw.floats(r, m, n));
    return call.read("a", a)
        .read("b", b)
        .calls(
            transpose + " " + write,
            (kernels, t) -> kernels.matmul(t[0], t[1], t[2], transpose, write));
  }
}
