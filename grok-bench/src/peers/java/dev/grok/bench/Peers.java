package dev.grok.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.grok.bench.Peer.Factor;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The other libraries. */
final class Peers {
  private Peers() {}

  /** Prepares a product. */
  static Peer open(String peer, Factor a, Factor b) {
    return switch (peer) {
      case "libtorch" -> new Torch(a, b);
      case "OpenBLAS" -> new OpenBlas(a, b);
      case "ND4J" -> new NdFourJ(a, b);
      case "EJML" -> new Ejml(a, b);
      default -> throw new IllegalArgumentException("there is no peer " + peer);
    };
  }

  private static final class Torch implements Peer {
    private final NDManager manager = manager();
    private final NDArray a;
    private final NDArray b;

    Torch(Factor a, Factor b) {
      this.a = array(a);
      this.b = array(b);
    }

    /** Starts libtorch on one thread, from the jar alone. */
    private static NDManager manager() {
      System.setProperty("ai.djl.offline", "true");
      System.setProperty("ai.djl.pytorch.num_threads", "1");
      System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
      return NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    private NDArray array(Factor factor) {
      NDArray stored =
          manager.create(factor.values(), new Shape(factor.rows(), factor.columns()));
      return factor.transposed() ? stored.transpose() : stored;
    }

    @Override
    public void run() {
      a.matMul(b).close();
    }

    @Override
    public float[] result() {
      try (NDArray c = a.matMul(b)) {
        return c.toFloatArray();
      }
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  private static final class OpenBlas implements Peer {
    private final Factor left;
    private final Factor right;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;

    OpenBlas(Factor left, Factor right) {
      this.left = left;
      this.right = right;
      openblas.blas_set_num_threads(1);
      a = new FloatPointer(left.values());
      b = new FloatPointer(right.values());
      c = new FloatPointer((long) left.height() * right.width());
    }

    private static int mode(Factor factor) {
      return factor.transposed() ? openblas.CblasTrans : openblas.CblasNoTrans;
    }

    @Override
    public void run() {
      openblas.cblas_sgemm(
          openblas.CblasRowMajor,
          mode(left),
          mode(right),
          left.height(),
          right.width(),
          left.width(),
          1f,
          a,
          left.columns(),
          b,
          right.columns(),
          0f,
          c,
          right.width());
    }

    @Override
    public float[] result() {
      float[] result = new float[left.height() * right.width()];
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

    NdFourJ(Factor a, Factor b) {
      // The factory comes first: it reads the settings that the holder needs.
      Nd4j.factory().blas().setMaxThreads(1);
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
      this.a = array(a);
      this.b = array(b);
      // ND4J's own order for the result of a product.
      c = Nd4j.createUninitialized(new long[] {a.height(), b.width()}, 'f');
    }

    private static INDArray array(Factor factor) {
      INDArray stored =
          Nd4j.create(factor.values(), new long[] {factor.rows(), factor.columns()}, 'c');
      return factor.transposed() ? stored.transpose() : stored;
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
    private final boolean transposeA;
    private final boolean transposeB;
    private final FMatrixRMaj a;
    private final FMatrixRMaj b;
    private final FMatrixRMaj c;

    Ejml(Factor a, Factor b) {
      transposeA = a.transposed();
      transposeB = b.transposed();
      this.a = FMatrixRMaj.wrap(a.rows(), a.columns(), a.values());
      this.b = FMatrixRMaj.wrap(b.rows(), b.columns(), b.values());
      c = new FMatrixRMaj(a.height(), b.width());
    }

    @Override
    public void run() {
      if (transposeA) {
        CommonOps_FDRM.multTransA(a, b, c);
      } else if (transposeB) {
        CommonOps_FDRM.multTransB(a, b, c);
      } else {
        CommonOps_FDRM.mult(a, b, c);
      }
    }

    @Override
    public float[] result() {
      return c.data.clone();
    }
  }
}
