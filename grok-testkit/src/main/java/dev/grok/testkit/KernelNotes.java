package dev.grok.testkit;

import dev.grok.api.kernel.Kernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Notes which kernels are called, so that none is forgotten when one is added. */
final class KernelNotes {
  private final Set<String> called = new TreeSet<>();

  /** The same kernels, their calls noted. */
  Kernels noting(Kernels kernels) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> call(kernels, method, arguments));
  }

  private @Nullable Object call(Kernels kernels, Method method, Object[] arguments)
      throws Throwable {
    called.add(method.getName());
    try {
      return method.invoke(kernels, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  /** Fails unless every kernel has been called. */
  void requireAll() {
    Set<String> all =
        Arrays.stream(Kernels.class.getMethods())
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!all.equals(called)) {
      throw new AssertionError("the kernels are %s, called were %s".formatted(all, called));
    }
  }
}
