package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Transpose;
import dev.grok.backend.cuda.internal.device.KernelStep;
import java.nio.ByteBuffer;

/**
 * A product by a kernel of {@code matmul.cu}. All of them give the same bits, so which one is
 * chosen is a matter of speed.
 */
final class OwnProduct {
  /** As in matmul.cu: elements of a thread, most vectors, rows of a block. */
  private static final int ELEMENTS = 4;

  private static final int THIN = 4;
  private static final int ROWS = 64;

  /** Chains that are too short to be worth a tile. */
  private static final int SHORT = 16;

  private final Tensor c;
  private final Tensor a;
  private final Tensor b;
  private final Transpose transpose;
  private final boolean accumulate;
  private final int m;
  private final int n;
  private final int k;

  private OwnProduct(Tensor c, Tensor a, Tensor b, Transpose transpose, boolean accumulate) {
    this.c = c;
    this.a = a;
    this.b = b;
    this.transpose = transpose;
    this.accumulate = accumulate;
    this.m = c.shape().axis(1);
    this.n = c.shape().axis(2);
    this.k = a.shape().axis(transpose.a() ? 1 : 2);
  }

  /** A launch for a product that is not empty; K may be 0. */
  static KernelStep of(
      Tensor c, Tensor a, Tensor b, Transpose transpose, boolean accumulate, int multiprocessors) {
    OwnProduct product = new OwnProduct(c, a, b, transpose, accumulate);
    if (product.k <= SHORT && product.isCountedBy32Bits()) {
      return product.elements();
    }
    if (product.m <= THIN) {
      return product.thinRows();
    }
    if (product.n <= THIN) {
      return product.thinColumns();
    }
    return product.tiles(multiprocessors);
  }

  private boolean isCountedBy32Bits() {
    long largest = Math.max((long) m * n, Math.max((long) m * k, (long) n * k));
    return largest <= Integer.MAX_VALUE;
  }

  private KernelStep elements() {
    int perBlock = ELEMENTS * KernelStep.THREADS;
    return whole("matmulElements", (m * n - 1) / perBlock + 1, c.replicas()).arg(c.replicas());
  }

  private KernelStep tiles(int multiprocessors) {
    TileShape shape = TileShape.best(m, n, c.replicas(), multiprocessors);
    ByteBuffer tile =
        KernelStep.buffer(16)
            .putInt(shape.across())
            .putInt(isWide(a) ? 1 : 0)
            .putInt(isWide(b) ? 1 : 0)
            .putInt(isWide(c) ? 1 : 0);
    return whole("matmulTiles" + shape.edge(), shape.tiles(m, n) * c.replicas(), 1)
        .threads(shape.threads())
        .raw(tile);
  }

  /** Whether four neighbours in a row can be read at once, in every replica. */
  private static boolean isWide(Tensor matrix) {
    return matrix.shape().axis(2) % 4 == 0 && KernelStep.addressOf(matrix) % 16 == 0;
  }

  private KernelStep whole(String function, long blocks, int layers) {
    return new KernelStep("matmul", function)
        .exactBlocks(blocks, layers)
        .out(c)
        .in(a)
        .in(b)
        .arg(transpose.a())
        .arg(transpose.b())
        .arg(accumulate)
        .arg(m)
        .arg(n)
        .arg(k);
  }

  /** Few rows: the vectors are those of a, the matrix is b. */
  private KernelStep thinRows() {
    return thin(b, !transpose.b(), n, a, vectors(m, !transpose.a()).putInt(n).putInt(1));
  }

  /** Few columns: the vectors are those of b, the matrix is a. */
  private KernelStep thinColumns() {
    return thin(a, transpose.a(), m, b, vectors(n, transpose.b()).putInt(1).putInt(n));
  }

  /** The start of the structure that the kernels read: how many vectors, and how they lie. */
  private ByteBuffer vectors(int number, boolean alongK) {
    return KernelStep.buffer(20).putInt(number).putInt(alongK ? k : 1).putInt(alongK ? 1 : number);
  }

  private KernelStep thin(
      Tensor matrix, boolean along, int longSize, Tensor vectors, ByteBuffer structure) {
    int threads = along ? KernelStep.THREADS : ROWS;
    return new KernelStep("matmul", along ? "matmulThinAlong" : "matmulThinAcross")
        .threads(threads)
        .exactBlocks((longSize - 1) / threads + 1, c.replicas())
        .out(c)
        .in(matrix)
        .in(vectors)
        .raw(structure)
        .arg(accumulate)
        .arg(longSize)
        .arg(k)
        .arg(c.replicas());
  }
}
