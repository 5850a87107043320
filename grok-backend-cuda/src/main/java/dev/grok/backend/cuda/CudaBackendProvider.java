package dev.grok.backend.cuda;

import dev.grok.api.BackendOptions;
import dev.grok.api.GrokException;
import dev.grok.api.Probe;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.BackendProvider;
import dev.grok.backend.cuda.internal.CudaDriver;
import dev.grok.backend.cuda.internal.library.CudaLibraries;
import dev.grok.backend.cuda.internal.library.DeviceInfo;
import dev.grok.backend.cuda.internal.library.UnavailableException;

/**
 * The backend {@code cuda}: an NVIDIA device of compute capability 7.5 or newer, with a driver and
 * the CUDA 13 runtime libraries that the user's machine has. {@code cuda:1} is the second device.
 * {@link BackendOptions#threads} means nothing to it.
 */
@BackendProvider.Name("cuda")
public final class CudaBackendProvider implements BackendProvider {
  /**
   * System property: folders in which the CUDA libraries are looked for before any other, separated
   * as in a class path. A folder with {@code nvidia/*}{@code /lib} below it, such as a Python
   * environment's {@code site-packages}, will do. {@code GROK_CUDA_LIBRARIES} is the same.
   */
  public static final String LIBRARIES_PROPERTY = "grok.cuda.libraries";

  /** System property: the folder of compiled kernels; {@code GROK_CUDA_CACHE} is the same. */
  public static final String CACHE_PROPERTY = "grok.cuda.cache";

  /** System property: {@code true} lets matrix products round their factors to TF32. */
  public static final String TF32_PROPERTY = "grok.cuda.tf32";

  /**
   * System property: {@code auto} (the default) leaves small products to a kernel of our own and
   * the others to cuBLAS; {@code exact} does all by our own, whose bits are the CPU backend's;
   * {@code cublas} gives all to cuBLAS.
   */
  public static final String MATMUL_PROPERTY = "grok.cuda.matmul";

  /**
   * System property: {@code true} waits for every call, also within recordings, so that a failure
   * names its kernel.
   */
  public static final String CHECK_PROPERTY = "grok.cuda.check";

  /**
   * System property: {@code false} replays recordings call by call, without CUDA graphs, to tell
   * trouble with graphs from trouble with kernels.
   */
  public static final String GRAPHS_PROPERTY = "grok.cuda.graphs";

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Probe probe() {
    try {
      CudaLibraries libraries = CudaLibraries.load();
      return Probe.available(libraries.device(0).details() + ", " + libraries.versions());
    } catch (UnavailableException no) {
      return no.probe();
    } catch (RuntimeException | LinkageError unforeseen) {
      return UnavailableException.unforeseen(unforeseen).probe();
    }
  }

  @Override
  public BackendDriver open(BackendOptions options) {
    try {
      DeviceInfo device = CudaLibraries.load().device(ordinal(options.device()));
      return new CudaDriver(device);
    } catch (UnavailableException no) {
      throw new GrokException("backend cuda cannot be opened: " + no.sentence(), no);
    }
  }

  private static int ordinal(String device) {
    if (device.isEmpty()) {
      return 0;
    }
    if (!device.matches("\\d{1,4}")) {
      throw new GrokException("'cuda:%s' should be cuda:0, cuda:1, ...".formatted(device));
    }
    return Integer.parseInt(device);
  }
}
