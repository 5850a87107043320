package dev.grok.testkit;

import dev.grok.api.DType;
import org.junit.jupiter.api.Test;

/** The law of replicas, and the same bits for the same call, for every kernel in every mode. */
public interface ReplicaContract extends BackendContract {
  @Test
  default void everyReplicaGetsTheBitsItGetsAlone() {
    try (Bench bench = new Bench(open())) {
      for (KernelCall call : Catalog.calls(3)) {
        Outputs together = bench.run(call);
        for (int r = 0; r < 3; r++) {
          int replica = r;
          Outputs alone = bench.run(call.replica(r));
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
    try (Bench bench = new Bench(open())) {
      for (KernelCall call : Catalog.calls(3)) {
        KernelCall spoilt =
            call.mapped(
                o ->
                    o.values().dtype() == DType.INT32
                        ? o
                        : o.with(o.values().withReplica(1, Double.NaN)));
        Outputs expected = bench.run(call);
        Outputs actual = bench.run(spoilt);
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
    try (Bench bench = new Bench(open())) {
      for (KernelCall call : Catalog.calls(3)) {
        for (KernelCall.Operand operand : call.operands()) {
          if (operand.role() == KernelCall.Role.READ_SHAREABLE) {
            KernelCall shared = call.with(operand.name(), values -> values.gather(0));
            KernelCall copied = call.with(operand.name(), values -> values.gather(0, 0, 0));
            Comparison.sameBits(
                "%s with one %s for all".formatted(call, operand.name()),
                bench.run(shared),
                bench.run(copied));
          }
        }
      }
    }
  }

  @Test
  default void theSameCallGivesTheSameBits() {
    try (Bench bench = new Bench(open())) {
      for (KernelCall call : Catalog.calls(2)) {
        Comparison.sameBits(call + " twice", bench.run(call), bench.run(call));
      }
    }
  }

  @Test
  default void noReplicasIsNoWork() {
    try (Bench bench = new Bench(open())) {
      for (KernelCall call : Catalog.calls(0)) {
        bench.agree(call);
      }
    }
  }

  /** What every contract here relies on: that the catalog knows every kernel. */
  @Test
  default void everyKernelIsInTheCatalog() {
    try (Bench bench = new Bench(open())) {
      KernelNotes notes = new KernelNotes();
      for (KernelCall call : Catalog.calls(2)) {
        bench.run(call.noted(notes));
        bench.agree(call);
      }
      notes.requireAll();
    }
  }
}
