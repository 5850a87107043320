package dev.grok.bench;

import dev.grok.api.kernel.Transpose;
import dev.grok.testkit.call.CallShape;
import dev.grok.testkit.call.KernelCall;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.grok.bench.Peer.Product;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The other libraries. */
final class Peers {
  static final Peer NONE =
      new Peer() {
        @Override
        public void run() {
          throw new IllegalStateException("no peer was opened");
        }

        @Override
        public float[] result() {
          return new float[0];
        }

        @Override
        public void close() {}
      };

  private Peers() {}

  /** Prepares a call with its second and third operand. */
  static Peer open(String peer, KernelCall call, float[] first, float[] second) {
    if (!call.kernel().equals("matmul")) {
      return peer.equals("libtorch") ? new TorchTanh(call, first, second) : notDone(peer, call);
    }
    CallShape shape = call.shape();
    Transpose transpose = shape.attribute(Transpose.class);
    Product product =
        new Product(
            shape.length("M"),
            shape.length("N"),
            shape.length("K"),
            transpose.a(),
            transpose.b(),
            first,
            second);
    return switch (peer) {
      case "libtorch" -> new TorchProduct(product);
      case "OpenBLAS" -> new OpenBlas(product);
      case "ND4J" -> new NdFourJ(product);
      case "EJML" -> new Ejml(product);
      default -> notDone(peer, call);
    };
  }

  private static Peer notDone(String peer, KernelCall call) {
    throw new IllegalArgumentException("%s does not do %s here".formatted(peer, call));
  }

  /** Starts libtorch on one thread, from the jar alone. */
  private static NDManager torch() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    return NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  private abstract static class Torch implements Peer {
    final NDManager manager = torch();

    abstract NDArray compute();

    @Override
    public void run() {
      compute().close();
    }

    @Override
    public float[] result() {
      try (NDArray out = compute()) {
        return out.toFloatArray();
      }
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  private static final class TorchProduct extends Torch {
    private final NDArray a;
    private final NDArray b;

    TorchProduct(Product p) {
      NDArray left =
          manager.create(p.a(), p.transposeA() ? new Shape(p.k(), p.m()) : new Shape(p.m(), p.k()));
      NDArray right =
          manager.create(p.b(), p.transposeB() ? new Shape(p.n(), p.k()) : new Shape(p.k(), p.n()));
      a = p.transposeA() ? left.transpose() : left;
      b = p.transposeB() ? right.transpose() : right;
    }

    @Override
    NDArray compute() {
      return a.matMul(b);
    }
  }

  private static final class TorchTanh extends Torch {
    private final NDArray in;
    private final NDArray bias;

    TorchTanh(KernelCall call, float[] in, float[] bias) {
      int channels = call.shape().length("C");
      this.in = manager.create(in, new Shape(call.shape().length("B"), channels));
      this.bias = manager.create(bias, new Shape(channels));
    }

    @Override
    NDArray compute() {
      try (NDArray sum = in.add(bias)) {
        return sum.tanh();
      }
    }
  }

  private static final class OpenBlas implements Peer {
    private final Product p;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;

    OpenBlas(Product p) {
      this.p = p;
      openblas.blas_set_num_threads(1);
      a = new FloatPointer(p.a());
      b = new FloatPointer(p.b());
      c = new FloatPointer((long) p.m() * p.n());
    }

    @Override
    public void run() {
      openblas.cblas_sgemm(
          openblas.CblasRowMajor,
          p.transposeA() ? openblas.CblasTrans : openblas.CblasNoTrans,
          p.transposeB() ? openblas.CblasTrans : openblas.CblasNoTrans,
          p.m(),
          p.n(),
          p.k(),
          1f,
          a,
          p.transposeA() ? p.m() : p.k(),
          b,
          p.transposeB() ? p.k() : p.n(),
          0f,
          c,
          p.n());
    }

    @Override
    public float[] result() {
      float[] result = new float[p.m() * p.n()];
      c.get(result);
      return result;
    }

    @Override
    public void close() {
      a.close();
      b.close();
      c.close();
    }
  }

  private static final class NdFourJ implements Peer {
    private final INDArray a;
    private final INDArray b;
    private final INDArray c;

    NdFourJ(Product p) {
      // The factory comes first: it reads the settings that the holder needs.
      Nd4j.factory().blas().setMaxThreads(1);
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
      INDArray left = matrix(p.a(), p.transposeA() ? p.k() : p.m(), p.transposeA() ? p.m() : p.k());
      INDArray right =
          matrix(p.b(), p.transposeB() ? p.n() : p.k(), p.transposeB() ? p.k() : p.n());
      a = p.transposeA() ? left.transpose() : left;
      b = p.transposeB() ? right.transpose() : right;
      // ND4J's own order for the result of a product.
      c = Nd4j.createUninitialized(new long[] {p.m(), p.n()}, 'f');
    }

    private static INDArray matrix(float[] values, int rows, int columns) {
      return Nd4j.create(values, new long[] {rows, columns}, 'c');
    }

    @Override
    public void run() {
      a.mmuli(b, c);
    }

    @Override
    public float[] result() {
      return c.dup('c').data().asFloat();
    }

    @Override
    public void close() {
      c.close();
    }
  }

  private static final class Ejml implements Peer {
    private final Product p;
    private final FMatrixRMaj a;
    private final FMatrixRMaj b;
    private final FMatrixRMaj c;

    Ejml(Product p) {
      this.p = p;
      a = FMatrixRMaj.wrap(p.transposeA() ? p.k() : p.m(), p.transposeA() ? p.m() : p.k(), p.a());
      b = FMatrixRMaj.wrap(p.transposeB() ? p.n() : p.k(), p.transposeB() ? p.k() : p.n(), p.b());
      c = new FMatrixRMaj(p.m(), p.n());
    }

    @Override
    public void run() {
      if (p.transposeA()) {
        CommonOps_FDRM.multTransA(a, b, c);
      } else if (p.transposeB()) {
        CommonOps_FDRM.multTransB(a, b, c);
      } else {
        CommonOps_FDRM.mult(a, b, c);
      }
    }

    @Override
    public float[] result() {
      return c.data.clone();
    }

    @Override
    public void close() {}
  }
}
