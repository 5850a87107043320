package dev.grok.testkit;

import dev.grok.api.kernel.Write;

/** Calls of {@link dev.grok.api.kernel.EmbeddingKernels}. */
final class EmbeddingCalls {
  private EmbeddingCalls() {}

  static KernelCall forward(int r, int b, int t, int v, int c) {
    Draw draw = new Draw(b + 31L * c);
    return KernelCall.of("embeddingForward")
        .overwritten("out", Tolerances.sums(Math.max(t - 1, 0)), r, b, c)
        .read("table", draw.floats(r, v, c))
        .read("ids", draw.below(v, r, b, t))
        .calls((kernels, x) -> kernels.embeddingForward(x[0], x[1], x[2]));
  }

  static KernelCall backward(int r, int b, int t, int v, int c, Write write) {
    Draw draw = new Draw(b + 31L * c);
    Tolerance tolerance = Tolerances.sums(b * t);
    KernelCall call = KernelCall.of("embeddingBackward");
    call =
        write == Write.OVERWRITE
            ? call.overwritten("dTable", tolerance, r, v, c)
            : call.updated("dTable", tolerance, draw.floats(r, v, c));
    return call.read("dOut", draw.floats(r, b, c))
        .read("ids", draw.below(v, r, b, t))
        .calls("" + write, (kernels, x) -> kernels.embeddingBackward(x[0], x[1], x[2], write));
  }

  static KernelCall product(int r, int b, int v, int d) {
    Draw draw = new Draw(b + 31L * d);
    return KernelCall.of("embeddingProductForward")
        .overwritten("out", Tolerances.sums(d), r, b, d, d)
        .read("table", draw.floats(r, v, d, d))
        .read("ids", draw.below(v, r, b, 2))
        .calls((kernels, x) -> kernels.embeddingProductForward(x[0], x[1], x[2]));
  }

  static KernelCall productGradient(int r, int b, int v, int d, Write write) {
    Draw draw = new Draw(b + 31L * d);
    Tolerance tolerance = Tolerances.sums(d + 2 * b);
    KernelCall call = KernelCall.of("embeddingProductBackward");
    call =
        write == Write.OVERWRITE
            ? call.overwritten("dTable", tolerance, r, v, d, d)
            : call.updated("dTable", tolerance, draw.floats(r, v, d, d));
    return call.read("dOut", draw.floats(r, b, d, d))
        .read("table", draw.floats(r, v, d, d))
        .read("ids", draw.below(v, r, b, 2))
        .calls(
            "" + write,
            (kernels, x) -> kernels.embeddingProductBackward(x[0], x[1], x[2], x[3], write));
  }

  static KernelCall gather(int r, int b, int v, int t) {
    Draw draw = new Draw(b + 31L * t);
    return KernelCall.of("gatherInts")
        .overwrittenInts("out", Tolerances.EXACT, r, b, t)
        .read("table", draw.below(1 << 30, r, v, t))
        .read("index", draw.below(v, r, b))
        .calls((kernels, x) -> kernels.gatherInts(x[0], x[1], x[2]));
  }
}
