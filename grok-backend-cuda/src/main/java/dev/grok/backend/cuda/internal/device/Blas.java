package dev.grok.backend.cuda.internal.device;

import dev.grok.api.GrokException;
import dev.grok.backend.cuda.internal.library.Status;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/** cuBLAS on the backend's stream. It has a fixed workspace, so it never allocates. */
final class Blas {
  /** What NVIDIA recommends for Hopper and newer; older devices need less. */
  private static final long WORKSPACE_BYTES = 32L << 20;

  private final DeviceStream stream;
  private final DeviceMemory memory;
  private final boolean tf32;
  private final FloatPointer one = new FloatPointer(1f);
  private final FloatPointer zero = new FloatPointer(0f);
  private @Nullable cublasContext handle;
  private MemoryBlock workspace = MemoryBlock.NONE;

  /**
   * @param tf32 whether factors may be rounded to TF32
   */
  Blas(DeviceStream stream, DeviceMemory memory, boolean tf32) {
    this.stream = stream;
    this.memory = memory;
    this.tf32 = tf32;
  }

  /** Opens cuBLAS at its first use, because that takes a while. */
  cublasContext handle() {
    cublasContext known = handle;
    if (known != null) {
      return known;
    }
    if (workspace.bytes() == 0) {
      workspace = memory.allocate("the workspace of cuBLAS", WORKSPACE_BYTES);
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

  /** Makes small products, so that cuBLAS loads its kernels now rather than during a capture. */
  private void loadKernels(cublasContext created) {
    int n = 64;
    int most = 2;
    long size = (long) n * n;
    long operand = most * size * Float.BYTES;
    MemoryBlock operands = memory.allocate("the first products of cuBLAS", 3 * operand);
    long c = operands.address();
    long a = c + operand;
    long b = a + operand;
    try {
      for (int r = 1; r <= most; r++) {
        product(
            created, new MatrixProduct(c, size, a, size, b, size, false, false, false, n, n, n, r));
      }
    } finally {
      // Freeing waits until the products are done.
      memory.free(operands);
    }
  }

  private void prepare(cublasContext created) {
    Status.blas(cublas.cublasSetStream_v2(created, stream.handle()), "cublasSetStream");
    Status.blas(
        cublas.cublasSetWorkspace_v2(created, new Address(workspace.address()), WORKSPACE_BYTES),
        "cublasSetWorkspace");
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
    int opB = p.transposeB() ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
    int opA = p.transposeA() ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
    int m = p.m();
    int n = p.n();
    int k = p.k();
    int rowB = p.transposeB() ? k : n;
    int rowA = p.transposeA() ? m : k;
    FloatPointer b = Address.floats(p.b());
    FloatPointer a = Address.floats(p.a());
    FloatPointer c = Address.floats(p.c());
    FloatPointer beta = p.accumulate() ? one : zero;
    if (p.replicas() == 1) {
      // cuBLAS splits along k only what is no batch; that lets one model fill a device.
      Status.blas(
          cublas.cublasSgemm_v2(open, opB, opA, n, m, k, one, b, rowB, a, rowA, beta, c, n),
          "cublasSgemm");
    } else {
      long strideB = p.strideB();
      long strideA = p.strideA();
      long strideC = p.strideC();
      int r = p.replicas();
      Status.blas(
          cublas.cublasSgemmStridedBatched(
              open, opB, opA, n, m, k, one, b, rowB, strideB, a, rowA, strideA, beta, c, n, strideC,
              r),
          "cublasSgemmStridedBatched");
    }
  }

  void close(Releases releases) {
    cublasContext open = handle;
    if (open != null) {
      releases.attempt(() -> Status.blas(cublas.cublasDestroy_v2(open), "cublasDestroy"));
      handle = null;
    }
    releases.attempt(() -> memory.free(workspace));
    one.close();
    zero.close();
  }
}
