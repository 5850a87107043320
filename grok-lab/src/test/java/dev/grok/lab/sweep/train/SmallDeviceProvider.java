package dev.grok.lab.sweep.train;

import dev.grok.api.BackendOptions;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.api.Probe;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.BackendProvider;
import dev.grok.backend.cpu.CpuBackendProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The CPU backend with little memory, which prefers many replicas. */
@BackendProvider.Name("small")
public final class SmallDeviceProvider implements BackendProvider {
  static final int PREFERRED = 16;

  /** The largest tensor that there is room for. */
  public static final AtomicLong MOST_ELEMENTS = new AtomicLong(Long.MAX_VALUE);

  /** Allocations until one fails, once. */
  static final AtomicLong UNTIL_FAILURE = new AtomicLong(Long.MAX_VALUE);

  /** How often somebody waited for it. */
  public static final AtomicLong WAITS = new AtomicLong();

  /** Replicas of every ensemble that was made. */
  static final List<Long> ENSEMBLES = new CopyOnWriteArrayList<>();

  @Override
  public int priority() {
    return -1;
  }

  @Override
  public Probe probe() {
    return Probe.available("for tests");
  }

  @Override
  public BackendDriver open(BackendOptions options) {
    BackendDriver driver = new CpuBackendProvider().open(options);
    return (BackendDriver)
        Proxy.newProxyInstance(
            BackendDriver.class.getClassLoader(),
            new Class<?>[] {BackendDriver.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("preferredReplicas")) {
                return PREFERRED;
              }
              if (method.getName().equals("allocate")) {
                requireRoom((String) arguments[0], (Long) arguments[2]);
              }
              if (method.getName().equals("synchronize")) {
                WAITS.incrementAndGet();
              }
              try {
                return method.invoke(driver, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void requireRoom(String tensor, long elements) {
    if (tensor.equals("steps")) {
      ENSEMBLES.add(elements);
    }
    if (elements > MOST_ELEMENTS.get() || UNTIL_FAILURE.decrementAndGet() == 0) {
      throw new OutOfDeviceMemoryException("no room for " + tensor);
    }
  }
}
