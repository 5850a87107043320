package dev.grok.bench;

import dev.grok.api.BackendOptions;
import dev.grok.api.Probe;
import dev.grok.api.kernel.KernelSignature;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.BackendProvider;
import dev.grok.backend.reference.ReferenceDriver;
import java.lang.reflect.Proxy;

/** A backend whose kernels do nothing but count how much work they would be. */
@BackendProvider.Name(WorkCount.BACKEND)
public final class CountingProvider implements BackendProvider {
  @Override
  public int priority() {
    return -2;
  }

  @Override
  public Probe probe() {
    return Probe.available("counts the work of kernel calls");
  }

  @Override
  public BackendDriver open(BackendOptions options) {
    WorkCount.Tally tally = WorkCount.Tally.current();
    Kernels kernels =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> {
                  tally.add(KernelSignature.of(method.getName()), arguments);
                  return null;
                });
    return new ReferenceDriver(kernels);
  }
}
