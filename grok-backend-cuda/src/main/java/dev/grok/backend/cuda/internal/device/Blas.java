package dev.grok.backend.cuda.internal.device;

import dev.grok.api.GrokException;
import dev.grok.backend.cuda.CudaBackendProvider;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/** cuBLAS on the session's stream, with a workspace of its own, so that it never allocates. */
final class Blas {
  /** What NVIDIA recommends for Hopper and newer; older devices need less. */
  private static final long WORKSPACE_BYTES = 32L << 20;

  private final Session session;
  private final FloatPointer one = new FloatPointer(1f);
  private final FloatPointer zero = new FloatPointer(0f);
  private @Nullable cublasContext handle;
  private long workspace;

  Blas(Session session) {
    this.session = session;
  }

  /** Opens it at its first use: that takes a while. */
  cublasContext handle() {
    cublasContext known = handle;
    if (known != null) {
      return known;
    }
    if (workspace == 0) {
      workspace = session.memory().allocate("the workspace of cuBLAS", WORKSPACE_BYTES);
    }
    cublasContext created = new cublasContext();
    Status.blas(cublas.cublasCreate_v2(created), "cublasCreate");
    try {
      prepare(created);
      loadKernels(created);
    } catch (GrokException failed) {
      Status.blas(cublas.cublasDestroy_v2(created), "cublasDestroy");
      throw failed;
    }
    handle = created;
    return created;
  }

  /** Small products: what cuBLAS loads at its first is better not loaded during a capture. */
  private void loadKernels(cublasContext created) {
    int side = 64;
    int most = 2;
    long block = (long) side * side;
    long operand = most * block * Float.BYTES;
    long c = session.memory().allocate("the first products of cuBLAS", 3 * operand);
    try {
      for (int replicas = 1; replicas <= most; replicas++) {
        product(
            created,
            new MatrixProduct(
                c,
                block,
                c + operand,
                block,
                c + 2 * operand,
                block,
                false,
                false,
                false,
                side,
                side,
                side,
                replicas));
      }
    } finally {
      // Which waits until they are done.
      session.memory().free(c, 3 * operand);
    }
  }

  private void prepare(cublasContext created) {
    Status.blas(cublas.cublasSetStream_v2(created, session.stream()), "cublasSetStream");
    Status.blas(
        cublas.cublasSetWorkspace_v2(created, new Address(workspace), WORKSPACE_BYTES),
        "cublasSetWorkspace");
    boolean tf32 = Boolean.getBoolean(CudaBackendProvider.TF32_PROPERTY);
    Status.blas(
        cublas.cublasSetMathMode(
            created, tf32 ? cublas.CUBLAS_TF32_TENSOR_OP_MATH : cublas.CUBLAS_DEFAULT_MATH),
        "cublasSetMathMode");
  }

  void product(MatrixProduct p) {
    product(handle(), p);
  }

  /** Row-major matrices are column-major ones transposed: c' = op(b)' op(a)'. */
  private void product(cublasContext open, MatrixProduct p) {
    int transposeB = p.transposeB() ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
    int transposeA = p.transposeA() ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
    int rowB = p.transposeB() ? p.k() : p.n();
    int rowA = p.transposeA() ? p.m() : p.k();
    FloatPointer b = Address.floats(p.b());
    FloatPointer a = Address.floats(p.a());
    FloatPointer c = Address.floats(p.c());
    FloatPointer beta = p.accumulate() ? one : zero;
    if (p.replicas() == 1) {
      // Only a product that is not a batch may be split along k, which fills a device by one model.
      Status.blas(
          cublas.cublasSgemm_v2(
              open,
              transposeB,
              transposeA,
              p.n(),
              p.m(),
              p.k(),
              one,
              b,
              rowB,
              a,
              rowA,
              beta,
              c,
              p.n()),
          "cublasSgemm");
    } else {
      Status.blas(
          cublas.cublasSgemmStridedBatched(
              open,
              transposeB,
              transposeA,
              p.n(),
              p.m(),
              p.k(),
              one,
              b,
              rowB,
              p.strideB(),
              a,
              rowA,
              p.strideA(),
              beta,
              c,
              p.n(),
              p.strideC(),
              p.replicas()),
          "cublasSgemmStridedBatched");
    }
  }

  void close(Releases releases) {
    cublasContext open = handle;
    if (open != null) {
      releases.attempt(() -> Status.blas(cublas.cublasDestroy_v2(open), "cublasDestroy"));
      handle = null;
    }
    releases.attempt(() -> session.memory().free(workspace, WORKSPACE_BYTES));
    workspace = 0;
    one.close();
    zero.close();
  }
}
