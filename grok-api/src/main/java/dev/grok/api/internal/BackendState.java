package dev.grok.api.internal;

import dev.grok.api.GrokException;
import dev.grok.api.KernelArgumentException;
import dev.grok.api.kernel.KernelSignature;
import dev.grok.api.kernel.KernelSignature.TensorParameter;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.DeviceProgram;
import dev.grok.api.spi.DeviceTensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a backend, its memory scopes and its recordings know in common: the driver, and whether
 * calls are recorded.
 */
public final class BackendState {
  private final String name;
  private final BackendDriver driver;
  private @Nullable Recorded recorded;

  public BackendState(String name, BackendDriver driver) {
    this.name = name;
    this.driver = driver;
  }

  public String name() {
    return name;
  }

  public BackendDriver driver() {
    return driver;
  }

  /** A recorded sequence, the owners of its memory, and how many replicas it writes. */
  public record Sequence(DeviceProgram program, Set<DeviceTensor.Owner> owners, int replicas) {}

  /** A recorded call. */
  private record Call(String kernel, List<Footprint> footprints) {}

  /** What is gathered while calls are recorded. */
  private static final class Recorded {
    final Set<DeviceTensor.Owner> owners = new LinkedHashSet<>();
    final List<Call> calls = new ArrayList<>();
    int replicas = -1;
  }

  /** Refuses what is impossible while kernel calls are recorded. */
  public void requireNotRecording(String what) {
    if (recorded != null) {
      throw new GrokException(what + " is not possible while kernel calls are being recorded");
    }
  }

  /** Records the kernel calls that the argument makes. */
  public Sequence record(Runnable calls) {
    requireNotRecording("a recording");
    Recorded gathered = new Recorded();
    recorded = gathered;
    driver.beginRecording();
    try {
      calls.run();
    } catch (RuntimeException | Error failed) {
      recorded = null;
      abandon(failed);
      throw failed;
    }
    recorded = null;
    return new Sequence(driver.endRecording(), gathered.owners, Math.max(gathered.replicas, 0));
  }

  private void abandon(Throwable reason) {
    try {
      driver.endRecording().close();
    } catch (RuntimeException second) {
      reason.addSuppressed(second);
    }
  }

  /** Notes a checked call for the recording that may be going on, unless the two do not fit. */
  void noteCall(KernelSignature signature, Object[] arguments) {
    Recorded state = recorded;
    if (state == null) {
      return;
    }
    int replicas = 0;
    for (TensorParameter operand : signature.operands()) {
      DeviceTensor tensor = (DeviceTensor) arguments[operand.position()];
      state.owners.add(tensor.owner());
      replicas = operand.written() ? tensor.replicas() : replicas;
    }
    if (state.replicas >= 0 && state.replicas != replicas) {
      throw new KernelArgumentException(
          "%s: replicas differ within a recording: it writes R=%d, %s before it wrote R=%d"
              .formatted(signature.name(), replicas, state.calls.get(0).kernel(), state.replicas));
    }
    state.replicas = replicas;
    List<Footprint> footprints = new ArrayList<>();
    for (TensorParameter operand : signature.operands()) {
      DeviceTensor tensor = (DeviceTensor) arguments[operand.position()];
      footprints.add(Footprint.of(tensor, replicas, operand.written()));
    }
    Call call = new Call(signature.name(), footprints);
    for (Call earlier : state.calls) {
      requireReplicasApart(call, earlier, replicas);
    }
    state.calls.add(call);
  }

  /**
   * Refuses a call that touches, for one replica, what an earlier call writes for another, or the
   * other way round: a backend may run replicas one after the other.
   */
  private static void requireReplicasApart(Call call, Call earlier, int replicas) {
    for (Footprint mine : call.footprints()) {
      for (Footprint theirs : earlier.footprints()) {
        if (mine.mixesReplicas(theirs, replicas)) {
          throw new KernelArgumentException(
              "%s: replicas mix within a recording: %s overlaps %s of %s in another replica"
                  .formatted(
                      call.kernel(),
                      mine.tensor().name(),
                      theirs.tensor().name(),
                      earlier.kernel()));
        }
      }
    }
  }

  @Override
  public String toString() {
    return name + " (" + driver.description() + ")";
  }
}
