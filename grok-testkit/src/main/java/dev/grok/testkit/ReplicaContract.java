package dev.grok.testkit;

import dev.grok.api.DType;
import dev.grok.api.kernel.KernelSignature;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.Comparison;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.Outputs;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The law of replicas, and the same bits for the same call, for every kernel in every mode. */
public interface ReplicaContract extends BackendContract {
  @Test
  default void everyReplicaGetsTheBitsItGetsAlone() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (KernelCall call : Catalog.calls(3)) {
        Outputs together = tested.run(call);
        for (int r = 0; r < 3; r++) {
          int replica = r;
          Outputs alone = tested.run(call.replica(r));
          together.forEach(
              (name, values) ->
                  Comparison.sameBits(
                      "%s, replica %d of three against alone: %s".formatted(call, replica, name),
                      values.replica(replica),
                      alone.get(name)));
        }
      }
    }
  }

  @Test
  default void notANumberInOneReplicaChangesNoOther() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (KernelCall call : Catalog.calls(3)) {
        KernelCall spoilt =
            call.mapped(
                o ->
                    o.contents().dtype() == DType.INT32
                        ? o
                        : o.with(o.contents().withReplica(1, Double.NaN)));
        Outputs expected = tested.run(call);
        Outputs actual = tested.run(spoilt);
        expected.forEach(
            (name, values) ->
                Comparison.sameBits(
                    call + " with NaN in the replica between: " + name,
                    actual.get(name).gather(0, 2),
                    values.gather(0, 2)));
      }
    }
  }

  @Test
  default void aSharedOperandIsThatOfEveryReplica() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (KernelCall call : Catalog.calls(3)) {
        for (KernelCall.Operand operand : call.operands()) {
          if (operand.shareable()) {
            KernelCall shared = call.with(operand.name(), values -> values.gather(0));
            KernelCall copied = call.with(operand.name(), values -> values.gather(0, 0, 0));
            Comparison.sameBits(
                "%s with one %s for all".formatted(call, operand.name()),
                tested.run(shared),
                tested.run(copied));
          }
        }
      }
    }
  }

  @Test
  default void theSameCallGivesTheSameBits() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (KernelCall call : Catalog.calls(2)) {
        Comparison.sameBits(call + " twice", tested.run(call), tested.run(call));
      }
    }
  }

  @Test
  default void noReplicasIsNoWork() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (KernelCall call : Catalog.calls(0)) {
        tested.agree(call);
      }
    }
  }

  /** What every contract here relies on: that the catalog knows every kernel. */
  @Test
  default void everyKernelIsInTheCatalog() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Set<String> missing = new TreeSet<>(KernelSignature.all().keySet());
      for (KernelCall call : Catalog.calls(2)) {
        tested.agree(call);
        missing.remove(call.kernel());
      }
      if (!missing.isEmpty()) {
        throw new AssertionError("the catalog lacks the kernels " + missing);
      }
    }
  }
}
