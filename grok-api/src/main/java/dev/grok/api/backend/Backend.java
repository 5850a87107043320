package dev.grok.api.backend;

import dev.grok.api.GrokException;
import dev.grok.api.KernelArgumentException;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.api.internal.BackendState;
import dev.grok.api.internal.CheckedKernels;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.spi.BackendDriver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An open backend: a value, not a global. Two can be open at once; their tensors do not mix. One
 * thread at a time may use it. Made by {@link Backends#open}.
 */
public final class Backend implements AutoCloseable {
  private final BackendState state;
  private final Kernels kernels;
  private final Set<MemoryScope> scopes = new LinkedHashSet<>();
  private boolean open = true;

  Backend(String name, BackendDriver driver) {
    state = new BackendState(name, driver);
    kernels = CheckedKernels.of(state);
  }

  /** The provider's name, for example {@code cpu}. */
  public String name() {
    return state.name();
  }

  /** One line: device, vector width, threads. */
  public String description() {
    return state.driver().description();
  }

  /**
   * How many small models trained together keep this backend busy: 1 if it works replica by
   * replica, hundreds for a device that works on all at once.
   */
  public int preferredReplicas() {
    return state.driver().preferredReplicas();
  }

  /** The kernels, arguments checked. */
  public Kernels kernels() {
    return kernels;
  }

  /** A new owner of memory; close it, best by try-with-resources. */
  public MemoryScope scope(String scopeName) {
    if (!open) {
      throw new GrokException("backend %s is closed: no scope '%s'".formatted(name(), scopeName));
    }
    MemoryScope scope = new MemoryScope(state, kernels, scopeName, scopes::remove);
    scopes.add(scope);
    return scope;
  }

  /**
   * Records the kernel calls that the argument makes; they are not executed.
   *
   * @throws KernelArgumentException if the calls write tensors of different numbers of replicas, or
   *     one touches for one replica what another writes for another: in a recording what replicas
   *     share is read-only
   * @throws OutOfDeviceMemoryException if the backend has not enough memory for it
   */
  public Recording record(Runnable calls) {
    return new Recording(state, state.record(calls));
  }

  /** Waits until everything asked for has been done. */
  public void synchronize() {
    state.driver().synchronize();
  }

  /**
   * Releases the device.
   *
   * @throws GrokException if memory scopes are still open; they are freed all the same
   */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    List<MemoryScope> leaked = new ArrayList<>(scopes);
    try {
      leaked.forEach(MemoryScope::close);
    } finally {
      open = false;
      state.driver().close();
    }
    if (!leaked.isEmpty()) {
      throw new GrokException(
          "backend %s was closed with memory still held by %s"
              .formatted(
                  name(),
                  leaked.stream().map(MemoryScope::toString).collect(Collectors.joining(", "))));
    }
  }

  @Override
  public String toString() {
    return state.toString();
  }
}
