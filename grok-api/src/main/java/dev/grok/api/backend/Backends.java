package dev.grok.api.backend;

import dev.grok.api.BackendOptions;
import dev.grok.api.spi.BackendProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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
    return explain(spec).open(options);
  }

  /** Every provider found on the class path or module path, best first. */
  public static List<Candidate> report() {
    return candidates(Providers.find());
  }

  /**
   * What {@link #open(String)} would open, and why. Where a backend is named, no other provider is
   * loaded or probed.
   *
   * @throws BackendUnavailableException if it would throw
   */
  public static Choice explain(String spec) {
    return choose(spec, Providers.find());
  }

  /** A decided choice. */
  public static final class Choice {
    private final String name;
    private final BackendProvider provider;
    private final String device;
    private final String reason;

    private Choice(String name, BackendProvider provider, String device, String reason) {
      this.name = name;
      this.provider = provider;
      this.device = device;
      this.reason = reason;
    }

    /** The provider's name. */
    public String name() {
      return name;
    }

    /** Who asked for it, and why the better ones were not taken: one sentence. */
    public String reason() {
      return reason;
    }

    /** Opens it. */
    public Backend open(BackendOptions options) {
      BackendOptions effective = device.isEmpty() ? options : options.withDevice(device);
      Backend backend = new Backend(name, provider.open(effective));
      LOG.log(Level.DEBUG, () -> "backend " + backend + ": " + reason);
      return backend;
    }
  }

  private static Choice choose(String argument, List<Providers.Found> found) {
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

  private static Choice explicit(String spec, String source, List<Providers.Found> found) {
    int colon = spec.indexOf(':');
    String name = (colon < 0 ? spec : spec.substring(0, colon)).toLowerCase(Locale.ROOT);
    String device = colon < 0 ? "" : spec.substring(colon + 1);
    List<Providers.Found> named = found.stream().filter(f -> f.isNamed(name)).toList();
    if (named.isEmpty()) {
      throw refuse("there is no backend '%s' (%s)".formatted(spec, source), found);
    }
    Providers.Found best = bestFirst(named).get(0);
    BackendProvider provider = best.available();
    if (provider != null) {
      return new Choice(name, provider, device, source);
    }
    throw refuse("backend '%s' (%s) is unavailable".formatted(spec, source), found);
  }

  private static Choice automatic(List<Providers.Found> found) {
    List<String> passedOver = new ArrayList<>();
    for (Providers.Found candidate : bestFirst(found)) {
      if (candidate.priority() < 0) {
        break;
      }
      BackendProvider provider = candidate.available();
      if (provider != null) {
        String reason =
            "best available" + (passedOver.isEmpty() ? "" : "; " + String.join("; ", passedOver));
        String line = candidate.name() + " (" + candidate.details() + "): " + reason;
        // A better backend that could not be used is worth a line; the usual case is not.
        LOG.log(passedOver.isEmpty() ? Level.DEBUG : Level.INFO, () -> "backend " + line);
        return new Choice(candidate.name(), provider, "", reason);
      }
      passedOver.add(candidate.candidate().line());
    }
    throw refuse("no backend can be chosen automatically", found);
  }

  private static BackendUnavailableException refuse(String what, List<Providers.Found> found) {
    List<Candidate> candidates = candidates(found);
    String known =
        candidates.isEmpty()
            ? "no provider was found: add a backend such as dev.grok:grok-backend-cpu to the class"
                + " path or module path"
            : candidates.stream().map(Candidate::line).collect(Collectors.joining("; "));
    return new BackendUnavailableException(what + ": " + known, candidates);
  }

  private static List<Candidate> candidates(List<Providers.Found> found) {
    return bestFirst(found).stream().map(Providers.Found::candidate).toList();
  }

  /** Highest priority first, one of each name. */
  private static List<Providers.Found> bestFirst(List<Providers.Found> found) {
    Map<String, Providers.Found> byName = new LinkedHashMap<>();
    found.stream()
        .sorted(
            Comparator.comparingInt(Providers.Found::priority)
                .reversed()
                .thenComparing(Providers.Found::name))
        .forEach(f -> byName.putIfAbsent(f.name(), f));
    return List.copyOf(byName.values());
  }
}
