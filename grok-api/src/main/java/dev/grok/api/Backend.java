package dev.grok.api;

import dev.grok.api.internal.CheckedKernels;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.spi.BackendDriver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An open backend: a value, not a global. Two can be open at once; their tensors do not mix. One
 * thread at a time may use it. Made by {@link Backends#open}.
 */
public final class Backend implements AutoCloseable {
  private final String name;
  private final BackendDriver driver;
  private final CheckedKernels kernels;
  private final Set<MemoryScope> scopes = new LinkedHashSet<>();
  private @Nullable RecordingState recording;
  private boolean open = true;

  /** What is gathered while calls are recorded; the checks in front of the kernels fill it. */
  private static final class RecordingState {
    final Set<MemoryScope> scopes = new LinkedHashSet<>();
    int replicas = -1;
    String firstWrite = "";
  }

  Backend(String name, BackendDriver driver) {
    this.name = name;
    this.driver = driver;
    this.kernels = new CheckedKernels(this, driver.kernels(), this::noteCall);
  }

  /** The provider's name, for example {@code cpu}. */
  public String name() {
    return name;
  }

  /** One line: device, vector width, threads. */
  public String description() {
    return driver.description();
  }

  /**
   * How many small models trained together keep this backend busy: 1 if it works replica by
   * replica, hundreds for a device that works on all at once.
   */
  public int preferredReplicas() {
    return driver.preferredReplicas();
  }

  /** The kernels, arguments checked. */
  public Kernels kernels() {
    return kernels;
  }

  /** A new owner of memory; close it, best by try-with-resources. */
  public MemoryScope scope(String scopeName) {
    if (!open) {
      throw new GrokException("backend %s is closed: no scope '%s'".formatted(name, scopeName));
    }
    MemoryScope scope = new MemoryScope(this, scopeName);
    scopes.add(scope);
    return scope;
  }

  /**
   * Records the kernel calls that the argument makes; they are not executed.
   *
   * @throws KernelArgumentException if the calls write tensors of different numbers of replicas: in
   *     a recording what replicas share is read-only
   * @throws OutOfDeviceMemoryException if the backend has not enough memory for it
   */
  public Recording record(Runnable calls) {
    requireNotRecording("a recording");
    RecordingState state = new RecordingState();
    recording = state;
    driver.beginRecording();
    try {
      calls.run();
    } catch (RuntimeException | Error failed) {
      recording = null;
      abandonRecording(failed);
      throw failed;
    }
    recording = null;
    return new Recording(this, driver.endRecording(), state.scopes, Math.max(state.replicas, 0));
  }

  private void abandonRecording(Throwable reason) {
    try {
      driver.endRecording().close();
    } catch (RuntimeException second) {
      reason.addSuppressed(second);
    }
  }

  /** Waits until everything asked for has been done. */
  public void synchronize() {
    driver.synchronize();
  }

  private void noteCall(CheckedKernels.Call call) {
    RecordingState state = recording;
    if (state == null) {
      return;
    }
    state.scopes.addAll(call.scopes());
    if (state.replicas < 0) {
      state.replicas = call.replicas();
      state.firstWrite = call.kernel();
    } else if (state.replicas != call.replicas()) {
      throw new KernelArgumentException(
          "%s: replicas differ within a recording: it writes R=%d, %s before it wrote R=%d"
              .formatted(call.kernel(), call.replicas(), state.firstWrite, state.replicas));
    }
  }

  BackendDriver driver() {
    return driver;
  }

  void forget(MemoryScope scope) {
    scopes.remove(scope);
  }

  void requireNotRecording(String what) {
    if (recording != null) {
      throw new GrokException(what + " is not possible while kernel calls are being recorded");
    }
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
      driver.close();
    }
    if (!leaked.isEmpty()) {
      throw new GrokException(
          "backend %s was closed with memory still held by %s"
              .formatted(
                  name,
                  leaked.stream().map(MemoryScope::toString).collect(Collectors.joining(", "))));
    }
  }

  @Override
  public String toString() {
    return name + " (" + description() + ")";
  }
}
