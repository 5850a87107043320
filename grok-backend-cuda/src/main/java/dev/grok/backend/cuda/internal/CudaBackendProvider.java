package dev.grok.backend.cuda.internal;

import dev.grok.api.BackendOptions;
import dev.grok.api.GrokException;
import dev.grok.api.Probe;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.BackendProvider;
import dev.grok.backend.cuda.internal.library.CudaLibraries;
import dev.grok.backend.cuda.internal.library.DeviceInfo;
import dev.grok.backend.cuda.internal.library.UnavailableException;

/**
 * The backend {@code cuda}: an NVIDIA device of compute capability 7.5 or newer, with a driver and
 * the CUDA 13 runtime libraries that the user's machine has. {@code cuda:1} is the second device.
 * It ignores {@link BackendOptions#threads}.
 */
@BackendProvider.Name("cuda")
public final class CudaBackendProvider implements BackendProvider {
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
