package dev.grok.backend.cuda.internal.device;

import dev.grok.api.DType;
import dev.grok.api.GrokException;
import dev.grok.api.spi.DeviceProgram;
import dev.grok.backend.cuda.CudaBackendProvider;
import dev.grok.backend.cuda.internal.library.DeviceInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * An open device with one stream, on which all work of a backend goes in order. No CUDA call is
 * made once it is closed.
 */
public final class Session {
  /** The most that the arguments of a launch may take. */
  private static final int ARGUMENT_BYTES = 4096;

  private static final int MAX_ARGUMENTS = 64;
  private static final PointerPointer<Pointer> NO_EXTRA = new PointerPointer<>();

  private final DeviceInfo device;
  private final boolean check = Boolean.getBoolean(CudaBackendProvider.CHECK_PROPERTY);
  private final boolean graphs =
      Boolean.parseBoolean(System.getProperty(CudaBackendProvider.GRAPHS_PROPERTY, "true"));
  private final CUstream_st stream = new CUstream_st();
  private final DeviceMemory memory;
  private final Staging staging;
  private final KernelModules modules;
  private final Blas blas;
  private final Set<Program> programs = new LinkedHashSet<>();
  private final BytePointer arguments = new BytePointer(ARGUMENT_BYTES);
  private final PointerPointer<Pointer> argumentList = new PointerPointer<>(MAX_ARGUMENTS);
  private long scratch;
  private long scratchBytes;
  private boolean open = true;

  public Session(DeviceInfo device) {
    this.device = device;
    memory = new DeviceMemory(this);
    modules = new KernelModules(new KernelCompiler(device.architecture(), KernelCache.open()));
    blas = new Blas(this);
    // Last what the device must give back.
    Status.runtime(cudart.cudaSetDevice(device.ordinal()), "cudaSetDevice");
    Status.runtime(
        cudart.cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking),
        "cudaStreamCreateWithFlags");
    try {
      staging = new Staging(stream);
    } catch (GrokException noMemory) {
      Status.runtime(cudart.cudaStreamDestroy(stream), "cudaStreamDestroy");
      throw noMemory;
    }
  }

  public DeviceInfo device() {
    return device;
  }

  /**
   * Makes the device that of the calling thread.
   *
   * @throws GrokException if the backend is closed
   */
  public void use() {
    if (!open) {
      throw new GrokException("backend cuda is closed");
    }
    Status.runtime(cudart.cudaSetDevice(device.ordinal()), "cudaSetDevice");
  }

  public boolean isOpen() {
    return open;
  }

  CUstream_st stream() {
    return stream;
  }

  DeviceMemory memory() {
    use();
    return memory;
  }

  Staging staging() {
    use();
    return staging;
  }

  /** A tensor's memory, all zero. */
  public CudaBuffer allocate(String name, DType dtype, long elements) {
    return memory().tensor(name, dtype, elements);
  }

  /** Does one step now, or so it seems to whoever reads its outputs. */
  public void execute(Step step) {
    use();
    step.prepare(this);
    if (step.scratchBytes() > scratchBytes) {
      // Freeing waits for the work that may still use the smaller one.
      memory.free(scratch, scratchBytes);
      scratch = 0;
      scratchBytes = 0;
      scratch = memory.allocate("scratch memory", step.scratchBytes());
      scratchBytes = step.scratchBytes();
    }
    step.enqueue(this, scratch);
  }

  /** All steps as a graph; without one if that is asked for, or every step is to be checked. */
  public DeviceProgram record(List<Step> steps) {
    use();
    long bytes = 0;
    for (Step step : steps) {
      // Loading is not possible once a graph is captured.
      step.prepare(this);
      bytes = Math.max(bytes, step.scratchBytes());
    }
    long address = memory.allocate("scratch memory of a recording", bytes);
    // A stream in capture cannot be waited for, nor the kernels within a graph.
    Program program =
        check || !graphs ? new Loop(this, address, bytes, steps) : graph(address, bytes, steps);
    programs.add(program);
    return program;
  }

  private Graph graph(long scratchAddress, long bytes, List<Step> steps) {
    Graph graph = new Graph(this, scratchAddress, bytes);
    try {
      graph.capture(steps);
    } catch (RuntimeException | Error failed) {
      graph.destroy();
      throw failed;
    }
    return graph;
  }

  void forget(Program program) {
    programs.remove(program);
  }

  /** Compiles and loads a kernel. */
  public void load(String family, String function) {
    modules.function(family, function);
  }

  /** Opens cuBLAS. */
  public void loadBlas() {
    blas.handle();
  }

  /** Enqueues a product. */
  public void product(MatrixProduct product) {
    blas.product(product);
    checkNow("cuBLAS's ", product);
  }

  /** Enqueues a kernel. */
  public void launch(KernelStep step, long scratchAddress) {
    CUfunc_st function = modules.function(step.family(), step.function());
    step.writeArguments(arguments, argumentList, scratchAddress);
    Status.driver(
        cudart.cuLaunchKernel(
            function,
            step.gridX(),
            step.gridY(),
            step.gridZ(),
            step.threads(),
            1,
            1,
            0,
            stream,
            argumentList,
            NO_EXTRA),
        "cuLaunchKernel(" + step.function() + ")");
    checkNow("kernel ", step.function());
  }

  private void checkNow(String kind, Object what) {
    if (check) {
      Status.runtime(cudart.cudaStreamSynchronize(stream), kind + what);
    }
  }

  /** Waits until all work is done. */
  public void synchronize() {
    use();
    Status.runtime(cudart.cudaStreamSynchronize(stream), "cudaStreamSynchronize");
  }

  /** Gives everything back; does nothing the second time. */
  public void close() {
    if (!open) {
      return;
    }
    Releases releases = new Releases();
    releases.runtime(cudart.cudaSetDevice(device.ordinal()), "cudaSetDevice");
    releases.runtime(cudart.cudaStreamSynchronize(stream), "cudaStreamSynchronize");
    for (Program program : List.copyOf(programs)) {
      releases.attempt(program::close);
    }
    blas.close(releases);
    releases.attempt(() -> memory.free(scratch, scratchBytes));
    modules.unload(releases);
    releases.attempt(staging::free);
    releases.runtime(cudart.cudaStreamDestroy(stream), "cudaStreamDestroy");
    arguments.close();
    argumentList.close();
    open = false;
    releases.report();
  }
}
