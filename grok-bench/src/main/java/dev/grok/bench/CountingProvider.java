package dev.grok.bench;

import dev.grok.api.kernel.Kernels;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.BackendOptions;
import dev.grok.api.spi.BackendProvider;
import dev.grok.api.spi.Probe;
import dev.grok.testkit.reference.ReferenceDriver;
import java.lang.reflect.Proxy;

/** A backend whose kernels do nothing but count how much work they would be. */
public final class CountingProvider implements BackendProvider {
  static final String NAME = "counting";

  /** Where the backend opened by this thread counts. */
  static final ThreadLocal<WorkCount.Counter> COUNTER =
      ThreadLocal.withInitial(WorkCount.Counter::new);

  @Override
  public String name() {
    return NAME;
  }

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
    WorkCount.Counter counter = COUNTER.get();
    Kernels kernels =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> {
                  counter.count(method.getName(), arguments);
                  return null;
                });
    return new ReferenceDriver(kernels);
  }
}
