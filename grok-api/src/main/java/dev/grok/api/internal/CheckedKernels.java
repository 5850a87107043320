package dev.grok.api.internal;

import dev.grok.api.kernel.KernelSignature;
import dev.grok.api.kernel.Kernels;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one front of all backends: checks a call against its kernel's signature, then delegates. */
public final class CheckedKernels implements InvocationHandler {
  private static final Map<String, CallCheck> CHECKS =
      KernelSignature.all().values().stream()
          .collect(Collectors.toUnmodifiableMap(KernelSignature::name, CallCheck::new));

  private final BackendState backend;
  private final Kernels kernels;

  private CheckedKernels(BackendState backend, Kernels kernels) {
    this.backend = backend;
    this.kernels = kernels;
  }

  /** The kernels of a backend, with checks in front. */
  public static Kernels of(BackendState backend) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            new CheckedKernels(backend, backend.driver().kernels()));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    CallCheck check = CHECKS.get(method.getName());
    if (check == null || arguments == null) {
      return ofObject(proxy, method, arguments);
    }
    check.check(arguments, backend);
    backend.noteCall(check.signature(), arguments);
    check.signature().call(kernels, arguments);
    return null;
  }

  /** What every object has: equals, hashCode and toString. */
  private @Nullable Object ofObject(Object proxy, Method method, Object @Nullable [] arguments)
      throws ReflectiveOperationException {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "kernels of backend " + backend;
    };
  }
}
