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
    int side = 64;
    int most = 2;
    long block = (long) side * side;
    long operand = most * block * Float.BYTES;
    MemoryBlock operands = memory.allocate("the first products of cuBLAS", 3 * operand);
    long c = operands.address();
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
    int transposeB = p.transposeB() ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
    int transposeA = p.transposeA() ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
    int rowB = p.transposeB() ? p.k() : p.n();
    int rowA = p.transposeA() ? p.m() : p.k();
    FloatPointer b = Address.floats(p.b());
    FloatPointer a = Address.floats(p.a());
    FloatPointer c = Address.floats(p.c());
    FloatPointer beta = p.accumulate() ? one : zero;
    if (p.replicas() == 1) {
      // cuBLAS splits along k only what is no batch; that lets one model fill a device.
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
    releases.attempt(() -> memory.free(workspace));
    one.close();
    zero.close();
  }
}
