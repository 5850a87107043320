package dev.grok.backend.cuda.internal.op;

import dev.grok.api.GrokException;
import dev.grok.backend.cuda.CudaSettings;
import java.util.Locale;

/** Who computes matrix products. */
enum MatmulChoice {
  /** Our own kernels compute small products, cuBLAS the others. */
  AUTO,
  /** Our own kernels compute all: the bits of the CPU backend, whatever the number of replicas. */
  EXACT,
  /** cuBLAS computes all. */
  CUBLAS;

  /**
   * The most multiply-adds a replica of a small product. All products of the paper's toy models are
   * small, up to 46 x 256 x 256 in the presets, so a replica has the same bits in every ensemble.
   * Those of its transformer and its MNIST network are larger.
   */
  private static final long SMALL = 1 << 22;

  static MatmulChoice fromProperty() {
    String value = System.getProperty(CudaSettings.MATMUL, "auto");
    for (MatmulChoice choice : values()) {
      if (choice.name().toLowerCase(Locale.ROOT).equals(value)) {
        return choice;
      }
    }
    throw new GrokException(
        "-D%s must be auto, exact or cublas: %s".formatted(CudaSettings.MATMUL, value));
  }

  /** Depends on the shape of one replica alone, so that R changes nothing. */
  boolean ownKernel(int m, int n, int k) {
    return switch (this) {
      case AUTO -> (long) m * n * k <= SMALL;
      case EXACT -> true;
      case CUBLAS -> false;
    };
  }
}
