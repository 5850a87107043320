package dev.grok.api;

import dev.grok.api.spi.BackendOptions;
import dev.grok.api.spi.BackendProvider;
import dev.grok.api.spi.Probe;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses and opens backends. In this order: the argument, the system property {@value #PROPERTY},
 * the environment variable {@value #VARIABLE}, the best available one by priority. A choice that
 * was made explicitly never falls back.
 */
public final class Backends {
  /** System property that names a backend. */
  public static final String PROPERTY = "grok.backend";

  /** Environment variable that names a backend. */
  public static final String VARIABLE = "GROK_BACKEND";

  /** The name that stands for an automatic choice. */
  public static final String AUTO = "auto";

  private static final Logger LOG = System.getLogger(Backends.class.getName());

  private Backends() {}

  /** Opens what property, variable or priority say. */
  public static Backend open() {
    return open(AUTO, BackendOptions.DEFAULT);
  }

  /**
   * Opens a backend by name.
   *
   * @param spec {@code cpu}, {@code reference}, {@code cuda:1}, or {@code auto}
   * @throws BackendUnavailableException if it is unknown or unavailable
   */
  public static Backend open(String spec) {
    return open(spec, BackendOptions.DEFAULT);
  }

  /** Opens a backend by name, with options; a device in the name wins over one in the options. */
  public static Backend open(String spec, BackendOptions options) {
    return choose(spec, loadProviders()).open(options);
  }

  /** Every provider found on the class path or module path, best first. */
  public static List<Candidate> report() {
    return loadProviders().values().stream().map(Found::candidate).toList();
  }

  /**
   * What {@link #open(String)} would open, and why.
   *
   * @throws BackendUnavailableException if it would throw
   */
  public static Choice explain(String spec) {
    return choose(spec, loadProviders());
  }

  /** A decided choice. */
  public static final class Choice {
    private final BackendProvider provider;
    private final String device;
    private final String reason;

    private Choice(BackendProvider provider, String device, String reason) {
      this.provider = provider;
      this.device = device;
      this.reason = reason;
    }

    /** The provider's name. */
    public String name() {
      return provider.name();
    }

    /** Who asked for it, and why the better ones were not taken: one sentence. */
    public String reason() {
      return reason;
    }

    /** Opens it. */
    public Backend open(BackendOptions options) {
      BackendOptions effective = device.isEmpty() ? options : options.withDevice(device);
      Backend backend = new Backend(provider.name(), provider.open(effective));
      LOG.log(Level.DEBUG, () -> "backend " + backend + ": " + reason);
      return backend;
    }
  }

  private record Found(@Nullable BackendProvider provider, Candidate candidate) {}

  private static Choice choose(String argument, Map<String, Found> found) {
    if (!argument.equals(AUTO)) {
      return explicit(argument, "asked for by name", found);
    }
    String property = System.getProperty(PROPERTY, AUTO);
    if (!property.equals(AUTO)) {
      return explicit(property, "asked for by -D" + PROPERTY, found);
    }
    String variable = System.getenv().getOrDefault(VARIABLE, AUTO);
    if (!variable.equals(AUTO)) {
      return explicit(variable, "asked for by " + VARIABLE, found);
    }
    return automatic(found);
  }

  private static Choice explicit(String spec, String source, Map<String, Found> found) {
    int colon = spec.indexOf(':');
    String name = (colon < 0 ? spec : spec.substring(0, colon)).toLowerCase(Locale.ROOT);
    String device = colon < 0 ? "" : spec.substring(colon + 1);
    Found match = found.get(name);
    if (match == null) {
      throw refuse("there is no backend '%s' (%s)".formatted(spec, source), found);
    }
    if (match.provider() == null || match.candidate().probe() instanceof Probe.Unavailable) {
      throw refuse("backend '%s' (%s) is unavailable".formatted(spec, source), found);
    }
    return new Choice(match.provider(), device, source);
  }

  private static Choice automatic(Map<String, Found> found) {
    List<String> passedOver = new ArrayList<>();
    for (Found candidate : found.values()) {
      if (candidate.candidate().priority() < 0) {
        break;
      }
      if (candidate.provider() != null
          && candidate.candidate().probe() instanceof Probe.Available available) {
        String reason =
            "best available" + (passedOver.isEmpty() ? "" : "; " + String.join("; ", passedOver));
        String line = candidate.candidate().name() + " (" + available.details() + "): " + reason;
        // A better backend that could not be used is worth a line; the usual case is not.
        LOG.log(passedOver.isEmpty() ? Level.DEBUG : Level.INFO, () -> "backend " + line);
        return new Choice(candidate.provider(), "", reason);
      }
      passedOver.add(candidate.candidate().line());
    }
    throw refuse("no backend can be chosen automatically", found);
  }

  private static BackendUnavailableException refuse(String what, Map<String, Found> found) {
    List<Candidate> candidates = found.values().stream().map(Found::candidate).toList();
    String known =
        candidates.isEmpty()
            ? "no provider was found: add a backend such as dev.grok:grok-backend-cpu to the class"
                + " path or module path"
            : candidates.stream().map(Candidate::line).collect(Collectors.joining("; "));
    return new BackendUnavailableException(what + ": " + known, candidates);
  }

  /** Providers by name, highest priority first; a broken one stays in the list, with its reason. */
  private static Map<String, Found> loadProviders() {
    List<Found> all = new ArrayList<>();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    collect(() -> ServiceLoader.load(BackendProvider.class, context), all);
    collect(() -> ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader()), all);
    all.sort(
        Comparator.comparingInt((Found f) -> f.candidate().priority())
            .reversed()
            .thenComparing(f -> f.candidate().name()));
    Map<String, Found> byName = new LinkedHashMap<>();
    for (Found found : all) {
      byName.putIfAbsent(found.candidate().name(), found);
    }
    return byName;
  }

  private static void collect(Supplier<ServiceLoader<BackendProvider>> loader, List<Found> into) {
    Iterator<ServiceLoader.Provider<BackendProvider>> providers = loader.get().stream().iterator();
    while (true) {
      String where = "a provider";
      try {
        if (!providers.hasNext()) {
          return;
        }
        ServiceLoader.Provider<BackendProvider> next = providers.next();
        where = next.type().getName();
        BackendProvider provider = next.get();
        into.add(
            new Found(
                provider, new Candidate(provider.name(), provider.priority(), provider.probe())));
      } catch (ServiceConfigurationError | LinkageError | RuntimeException broken) {
        into.add(new Found(null, new Candidate(where, Integer.MIN_VALUE, brokenProbe(broken))));
      }
    }
  }

  private static Probe brokenProbe(Throwable broken) {
    Throwable root = broken;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return Probe.unavailable(
        "PROVIDER_BROKEN",
        root.getClass().getSimpleName() + ": " + root.getMessage(),
        "check that the backend's jars are complete and of the same version as grok-api");
  }
}
