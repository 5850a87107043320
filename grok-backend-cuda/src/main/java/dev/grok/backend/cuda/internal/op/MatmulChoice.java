package dev.grok.backend.cuda.internal.op;

import dev.grok.api.GrokException;
import dev.grok.backend.cuda.CudaSettings;
import java.util.Locale;

/** Who computes matrix products. */
enum MatmulChoice {
  /** Those of an ensemble's small models our own kernels, the others cuBLAS. */
  AUTO,
  /** All by our own kernels: the bits of the CPU backend, whatever the number of replicas. */
  EXACT,
  /** All by cuBLAS. */
  CUBLAS;

  /**
   * Up to so many multiply-adds a replica our own kernels give a replica the same bits in every
   * ensemble: all products of the paper's toy models, 46 x 256 x 256 being the largest of a preset.
   * Those of its transformer and its MNIST network are larger: cuBLAS.
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

  /** By the shape of one replica alone, so that R changes nothing. */
  boolean ownKernel(int m, int n, int k) {
    return switch (this) {
      case AUTO -> (long) m * n * k <= SMALL;
      case EXACT -> true;
      case CUBLAS -> false;
    };
  }
}
