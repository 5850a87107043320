package dev.grok.backend.cpu;

import dev.grok.api.BackendOptions;
import dev.grok.api.GrokException;
import dev.grok.api.Probe;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.BackendProvider;
import dev.grok.backend.cpu.internal.CpuDriver;
import dev.grok.backend.cpu.internal.Variant;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The backend {@code cpu}: available everywhere. It computes by SIMD where the module {@code
 * jdk.incubator.vector} is resolved (on the module path it is by itself, on the class path by
 * {@code --add-modules jdk.incubator.vector}), else by scalar code, with the same bits. {@link
 * BackendOptions#threads} is the number of threads it uses, the caller's included; 0 takes all
 * processors, 1 starts none.
 */
@BackendProvider.Name("cpu")
public final class CpuBackendProvider implements BackendProvider {
  /**
   * System property: {@code auto} (the default), {@code off} for scalar code, {@code on} to be
   * refused rather than given scalar code.
   */
  public static final String SIMD_PROPERTY = Variant.SIMD_PROPERTY;

  private static final Logger LOG = System.getLogger(CpuBackendProvider.class.getName());

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public Probe probe() {
    try {
      int processors = Runtime.getRuntime().availableProcessors();
      return Probe.available(
          "%s, %d %s"
              .formatted(
                  Variant.choose().description(),
                  processors,
                  processors == 1 ? "processor" : "processors"));
    } catch (GrokException wrongSetting) {
      return Probe.unavailable(
          "BAD_OPTION",
          String.valueOf(wrongSetting.getMessage()),
          "set -D%s=auto or leave it out".formatted(SIMD_PROPERTY));
    }
  }

  @Override
  public BackendDriver open(BackendOptions options) {
    if (!options.device().isEmpty()) {
      throw new GrokException(
          "backend cpu has no devices to choose from: 'cpu:%s' should be 'cpu'"
              .formatted(options.device()));
    }
    Variant variant = Variant.choose();
    for (String remark : variant.remarks()) {
      LOG.log(Level.INFO, remark);
    }
    int threads =
        options.threads() > 0 ? options.threads() : Runtime.getRuntime().availableProcessors();
    return new CpuDriver(variant, threads);
  }
}
