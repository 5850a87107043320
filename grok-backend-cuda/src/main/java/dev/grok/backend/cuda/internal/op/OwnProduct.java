package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.addressOf;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Transpose;
import dev.grok.backend.cuda.internal.device.Grid;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.device.Step;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A product by a kernel of {@code matmul.cu} or {@code matmultiles.cu}, with the bias and the
 * activation that follow it if the two calls were merged. All kernels give the same bits, so the
 * choice among them is a matter of speed.
 */
final class OwnProduct implements MergingStep {
  /** The longest chain that is not worth a tile. */
  private static final int SHORT = 16;

  private final Tensor c;
  private final Tensor a;
  private final Tensor b;
  private final Transpose transpose;
  private final boolean accumulate;
  private final int multiprocessors;
  private final @Nullable BiasActivationLaunch epilogue;
  private final int m;
  private final int n;
  private final int k;
  private final KernelStep launch;

  private OwnProduct(
      Tensor c,
      Tensor a,
      Tensor b,
      Transpose transpose,
      boolean accumulate,
      int multiprocessors,
      @Nullable BiasActivationLaunch epilogue) {
    this.c = c;
    this.a = a;
    this.b = b;
    this.transpose = transpose;
    this.accumulate = accumulate;
    this.multiprocessors = multiprocessors;
    this.epilogue = epilogue;
    m = c.shape().axis(1);
    n = c.shape().axis(2);
    k = a.shape().axis(transpose.a() ? 1 : 2);
    if (isThin()) {
      launch = m <= KernelConstants.THIN ? thinRows() : thinColumns();
    } else {
      launch = isShort() ? elements() : tiles();
    }
  }

  /** A product that is not empty; K may be 0. */
  static OwnProduct of(
      Tensor c, Tensor a, Tensor b, Transpose transpose, boolean accumulate, int multiprocessors) {
    return new OwnProduct(c, a, b, transpose, accumulate, multiprocessors, null);
  }

  @Override
  public KernelStep launch() {
    return launch;
  }

  /** Merges with a bias and an activation of its result. */
  @Override
  public @Nullable Step with(Step next) {
    if (next instanceof BiasActivationLaunch following
        && epilogue == null
        && !accumulate
        && !isThin()
        && isOfThisResult(following)
        && touchesNothingElse(following)) {
      return new OwnProduct(c, a, b, transpose, false, multiprocessors, following);
    }
    return null;
  }

  private boolean isOfThisResult(BiasActivationLaunch following) {
    Tensor in = following.in();
    return addressOf(in) == addressOf(c)
        && in.replicas() == c.replicas()
        && in.shape().axis(1) == m
        && in.shape().axis(2) == n
        && following.out().replicas() == c.replicas();
  }

  /**
   * Blocks run in any order, so none may write what another reads. The API has already checked that
   * {@code out} is {@code in} or does not overlap it.
   */
  private boolean touchesNothingElse(BiasActivationLaunch following) {
    return !MemoryRange.overlap(List.of(following.out()), List.of(a, b))
        && !MemoryRange.overlap(List.of(following.bias()), List.of(c));
  }

  private boolean isThin() {
    return !isShort() && Math.min(m, n) <= KernelConstants.THIN;
  }

  private boolean isShort() {
    long largest = Math.max((long) m * n, Math.max((long) m * k, (long) n * k));
    return k <= SHORT && largest <= Integer.MAX_VALUE;
  }

  private KernelStep elements() {
    int perBlock = KernelConstants.PRODUCT_ELEMENTS * KernelConstants.THREADS;
    return withEpilogue(new KernelStep("matmul", "matmulElements"))
        .blocks(Grid.parts(m * n, perBlock), c.replicas());
  }

  private KernelStep tiles() {
    TileShape shape = TileShape.best(m, n, c.replicas(), multiprocessors);
    boolean wideC = isWide(c) && (epilogue == null || isWide(epilogue.out()));
    return withEpilogue(new KernelStep("matmultiles", "matmulTiles" + shape.edge()))
        .threads(shape.threads())
        .structure(shape.across(), isWide(a) ? 1 : 0, isWide(b) ? 1 : 0, wideC ? 1 : 0)
        .blocks(shape.tiles(m, n) * c.replicas());
  }

  /** Whether four neighbors in a row can be read at once, in every replica. */
  private static boolean isWide(Tensor matrix) {
    return matrix.shape().axis(2) % 4 == 0 && addressOf(matrix) % 16 == 0;
  }

  /**
   * The operands of the product and of its epilogue; if there is none, the kernel ignores those.
   */
  private KernelStep withEpilogue(KernelStep step) {
    step.out(c).in(a, b).arg(transpose.a()).arg(transpose.b()).arg(accumulate).args(m, n, k);
    return epilogue == null
        ? step.out(c).in(c).args(KernelConstants.NO_ACTIVATION)
        : step.out(epilogue.out()).in(epilogue.bias()).args(epilogue.activation().ordinal());
  }

  /** Few rows: the vectors are those of a, the matrix is b. */
  private KernelStep thinRows() {
    return thin(b, !transpose.b(), n, a, vectors(m, !transpose.a(), n, 1));
  }

  /** Few columns: the vectors are those of b, the matrix is a. */
  private KernelStep thinColumns() {
    return thin(a, transpose.a(), m, b, vectors(n, transpose.b(), 1, n));
  }

  /** The structure that the kernels read: the number of vectors, and strides in them and in c. */
  private int[] vectors(int number, boolean alongK, int strideOfC, int longStrideOfC) {
    return new int[] {number, alongK ? k : 1, alongK ? 1 : number, strideOfC, longStrideOfC};
  }

  private KernelStep thin(
      Tensor matrix, boolean along, int longSize, Tensor vectors, int[] structure) {
    int threads = along ? KernelConstants.THREADS : KernelConstants.THIN_ROWS;
    return new KernelStep("matmul", along ? "matmulThinAlong" : "matmulThinAcross")
        .threads(threads)
        .out(c)
        .in(matrix, vectors)
        .structure(structure)
        .arg(accumulate)
        .args(longSize, k)
        .blocks(Grid.parts(longSize, threads), c.replicas());
  }
}
