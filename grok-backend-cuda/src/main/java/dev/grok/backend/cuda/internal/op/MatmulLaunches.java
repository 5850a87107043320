package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.addressOf;
import static dev.grok.backend.cuda.internal.device.KernelStep.stride;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.MatmulKernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.internal.device.MatrixProduct;
import dev.grok.backend.cuda.internal.device.Step;
import dev.grok.backend.cuda.internal.device.WorkQueue;

/** {@code matmul.cu}, {@code matmultiles.cu} and cuBLAS. */
interface MatmulLaunches extends MatmulKernels, StepSink {
  MatmulChoice matmulChoice();

  /** Multiprocessors of the device, by whose number a product is split into tiles. */
  int multiprocessors();

  @Override
  default void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
    int replicas = c.replicas();
    int m = c.shape().axis(1);
    int n = c.shape().axis(2);
    int k = a.shape().axis(transpose.a() ? 1 : 2);
    boolean accumulate = write == Write.ACCUMULATE;
    if (replicas == 0 || m == 0 || n == 0) {
      return;
    }
    // With K = 0 our own kernel writes zeros, but cuBLAS refuses a leading dimension of 0.
    if (k == 0 || matmulChoice().ownKernel(m, n, k)) {
      accept(OwnProduct.of(c, a, b, transpose, accumulate, multiprocessors()));
    } else {
      accept(
          new BlasStep(
              new MatrixProduct(
                  addressOf(c),
                  (long) m * n,
                  addressOf(a),
                  stride(a),
                  addressOf(b),
                  stride(b),
                  transpose.a(),
                  transpose.b(),
                  accumulate,
                  m,
                  n,
                  k,
                  replicas)));
    }
  }

  /** A product by cuBLAS. */
  record BlasStep(MatrixProduct product) implements Step {
    @Override
    public void prepare(WorkQueue queue) {
      queue.loadBlas();
    }

    @Override
    public void enqueue(WorkQueue queue, long scratchAddress) {
      queue.product(product);
    }
  }
}
