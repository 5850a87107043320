package dev.grok.backend.cuda;

/** The names of the backend's system properties, which are read when a backend is opened. */
public final class CudaSettings {
  /**
   * Folders in which the CUDA libraries are looked for before any other, separated as in a class
   * path. A folder with {@code nvidia/*}{@code /lib} below it, such as a Python environment's
   * {@code site-packages}, will do. {@code GROK_CUDA_LIBRARIES} is the same.
   */
  public static final String LIBRARIES = "grok.cuda.libraries";

  /** The folder of compiled kernels; {@code GROK_CUDA_CACHE} is the same. */
  public static final String CACHE = "grok.cuda.cache";

  /** {@code true} lets matrix products round their factors to TF32. */
  public static final String TF32 = "grok.cuda.tf32";

  /**
   * {@code auto} (the default) leaves small products to a kernel of our own and the others to
   * cuBLAS; {@code exact} does all by our own, whose bits are the CPU backend's; {@code cublas}
   * gives all to cuBLAS.
   */
  public static final String MATMUL = "grok.cuda.matmul";

  /**
   * {@code true} waits for every call, also within recordings, so that a failure names its kernel.
   */
  public static final String CHECK = "grok.cuda.check";

  /**
   * {@code false} replays recordings call by call, without CUDA graphs, to tell trouble with graphs
   * from trouble with kernels.
   */
  public static final String GRAPHS = "grok.cuda.graphs";

  private CudaSettings() {}
}
