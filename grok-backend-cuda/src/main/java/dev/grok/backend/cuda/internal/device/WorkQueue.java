package dev.grok.backend.cuda.internal.device;

import dev.grok.backend.cuda.internal.library.Status;
import java.util.List;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Puts kernels and matrix products on the stream. */
public final class WorkQueue {
  /** The most bytes that CUDA allows for the arguments of a launch. */
  private static final int ARGUMENT_BYTES = 4096;

  private static final int MAX_ARGUMENTS = 64;
  private static final PointerPointer<Pointer> NO_EXTRA = new PointerPointer<>();

  private final DeviceStream stream;
  private final KernelModules modules;
  private final Blas blas;
  private final boolean check;
  private final BytePointer arguments = new BytePointer(ARGUMENT_BYTES);
  private final PointerPointer<Pointer> argumentList = new PointerPointer<>(MAX_ARGUMENTS);

  /**
   * @param check whether to wait for each piece of work, so that a failure names it
   */
  WorkQueue(DeviceStream stream, KernelModules modules, Blas blas, boolean check) {
    this.stream = stream;
    this.modules = modules;
    this.blas = blas;
    this.check = check;
  }

  /** Compiles and loads a kernel. */
  public void load(String family, String function) {
    modules.function(family, function);
  }

  /** Opens cuBLAS. */
  public void loadBlas() {
    blas.handle();
  }

  /** Enqueues a product by cuBLAS. */
  public void product(MatrixProduct product) {
    blas.product(product);
    checkNow("cuBLAS's ", product);
  }

  /** Enqueues a kernel. */
  void launch(String family, String function, Grid grid, List<byte[]> values) {
    CUfunc_st handle = modules.function(family, function);
    write(values);
    Status.driver(
        cudart.cuLaunchKernel(
            handle,
            grid.x(),
            grid.y(),
            grid.z(),
            grid.threads(),
            1,
            1,
            0,
            stream.handle(),
            argumentList,
            NO_EXTRA),
        "cuLaunchKernel(" + function + ")");
    checkNow("kernel ", function);
  }

  /** Copies the arguments, each to a multiple of eight bytes, and lists where they are. */
  private void write(List<byte[]> values) {
    long at = 0;
    for (int i = 0; i < values.size(); i++) {
      byte[] value = values.get(i);
      arguments.position(at).put(value);
      argumentList.put(i, new Address(arguments.position(0).address() + at));
      at += (value.length + 7) & -8;
    }
  }

  private void checkNow(String kind, Object what) {
    if (check) {
      Status.runtime(cudart.cudaStreamSynchronize(stream.handle()), kind + what);
    }
  }

  void close(Releases releases) {
    blas.close(releases);
    modules.unload(releases);
    arguments.close();
    argumentList.close();
  }
}
