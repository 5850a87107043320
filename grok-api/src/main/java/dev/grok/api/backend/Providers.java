package dev.grok.api.backend;

import dev.grok.api.Probe;
import dev.grok.api.spi.BackendProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The providers on the class path and module path, each loaded and probed when it is asked for,
 * once.
 */
final class Providers {
  private Providers() {}

  /** All providers; a broken one is in the list as well, with its reason. */
  static List<Found> find() {
    List<Found> found = new ArrayList<>();
    Set<Class<?>> seen = new LinkedHashSet<>();
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    loaders.add(Thread.currentThread().getContextClassLoader());
    loaders.add(Providers.class.getClassLoader());
    for (ClassLoader loader : loaders) {
      Iterator<ServiceLoader.Provider<BackendProvider>> providers =
          ServiceLoader.load(BackendProvider.class, loader).stream().iterator();
      while (true) {
        try {
          if (!providers.hasNext()) {
            break;
          }
          ServiceLoader.Provider<BackendProvider> next = providers.next();
          if (seen.add(next.type())) {
            found.add(new Found(next));
          }
        } catch (ServiceConfigurationError | LinkageError broken) {
          found.add(new Found("a provider", broken));
        }
      }
    }
    return found;
  }

  /** A provider, known by its name until it is loaded. */
  static final class Found {
    private final ServiceLoader.@Nullable Provider<BackendProvider> source;
    private String name;
    private @Nullable BackendProvider provider;
    private @Nullable Probe probe;

    private Found(ServiceLoader.Provider<BackendProvider> source) {
      this.source = source;
      BackendProvider.Name annotation = source.type().getAnnotation(BackendProvider.Name.class);
      name = annotation == null ? source.type().getName() : annotation.value();
      if (annotation == null) {
        probe = broken("it has no @BackendProvider.Name");
      }
    }

    private Found(String name, Throwable reason) {
      this.source = null;
      this.name = name;
      probe = broken(reason);
    }

    /** Whether users choose it by this name. */
    boolean isNamed(String wanted) {
      return name.equals(wanted);
    }

    /** The name by which it is chosen; of a broken one that of its class. */
    String name() {
      provider();
      return name;
    }

    int priority() {
      BackendProvider loaded = provider();
      return loaded == null ? Integer.MIN_VALUE : loaded.priority();
    }

    /** The provider; null if it is broken. */
    private @Nullable BackendProvider provider() {
      if (provider == null && probe == null && source != null) {
        try {
          provider = source.get();
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
          fail(e);
        }
      }
      return provider;
    }

    /** The provider; null if it cannot be opened here. */
    @Nullable BackendProvider available() {
      return probe() instanceof Probe.Available ? provider : null;
    }

    String details() {
      return probe() instanceof Probe.Available available ? available.details() : "";
    }

    Candidate candidate() {
      Probe result = probe();
      return new Candidate(name(), priority(), result);
    }

    private Probe probe() {
      BackendProvider loaded = provider();
      if (probe == null && loaded != null) {
        try {
          probe = loaded.probe();
        } catch (LinkageError | RuntimeException e) {
          fail(e);
        }
      }
      return probe == null ? broken("it gave no probe") : probe;
    }

    private void fail(Throwable reason) {
      provider = null;
      probe = broken(reason);
      name = source == null ? name : source.type().getName();
    }

    private static Probe broken(Throwable reason) {
      Throwable root = reason;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return broken(root.getClass().getSimpleName() + ": " + root.getMessage());
    }

    private static Probe broken(String reason) {
      return Probe.unavailable(
          "PROVIDER_BROKEN",
          reason,
          "check that the backend's jars are complete and of the same version as grok-api");
    }
  }
}
