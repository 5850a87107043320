package dev.grok.backend.reference;

import dev.grok.api.DType;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.DeviceBuffer;
import dev.grok.api.spi.DeviceProgram;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory in float64 arrays, and recordings as lists of calls, for kernels that run on the host.
 * Open to extension, so that a test can plant a fault.
 */
public class ReferenceDriver implements BackendDriver {
  static final String DESCRIPTION = "float64, plain loops, 1 thread";

  private final Kernels eager;
  private final Kernels front;
  private @Nullable List<Runnable> recorded;

  /** Runs the given kernels, whose tensors lie in {@link ReferenceBuffer}s. */
  public ReferenceDriver(Kernels eager) {
    this.eager = eager;
    this.front =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> call(method, arguments));
  }

  private @Nullable Object call(Method method, Object[] arguments) {
    List<Runnable> calls = recorded;
    if (calls == null) {
      return execute(method, arguments);
    }
    calls.add(() -> execute(method, arguments));
    return null;
  }

  private @Nullable Object execute(Method method, Object[] arguments) {
    try {
      return method.invoke(eager, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String description() {
    return DESCRIPTION;
  }

  @Override
  public DeviceBuffer allocate(String tensorName, DType dtype, long elements) {
    try {
      return new ReferenceBuffer(dtype, Math.toIntExact(elements));
    } catch (ArithmeticException | OutOfMemoryError e) {
      Runtime runtime = Runtime.getRuntime();
      long used = runtime.totalMemory() - runtime.freeMemory();
      throw new OutOfDeviceMemoryException(
          "no memory for %s: %d bytes asked for, %d in use, %d free"
              .formatted(
                  tensorName,
                  elements * (dtype == DType.INT32 ? Integer.BYTES : Double.BYTES),
                  used,
                  runtime.maxMemory() - used),
          e);
    }
  }

  @Override
  public Kernels kernels() {
    return front;
  }

  @Override
  public void beginRecording() {
    recorded = new ArrayList<>();
  }

  @Override
  public DeviceProgram endRecording() {
    if (recorded == null) {
      throw new IllegalStateException("no recording was begun");
    }
    List<Runnable> calls = List.copyOf(recorded);
    recorded = null;
    return new DeviceProgram() {
      @Override
      public void run(long times) {
        for (long i = 0; i < times; i++) {
          calls.forEach(Runnable::run);
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void synchronize() {}

  @Override
  public void close() {}
}
