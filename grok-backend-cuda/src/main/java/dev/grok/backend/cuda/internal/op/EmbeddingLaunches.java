package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.perReplica;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.EmbeddingKernels;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code embedding.cu}. */
interface EmbeddingLaunches extends EmbeddingKernels, Launches {
  @Override
  default void embeddingForward(Tensor out, Tensor table, Tensor ids) {
    submit(
        new KernelStep("embedding", "embeddingForward")
            .out(out)
            .in(table)
            .in(ids)
            .arg(ids.shape().axis(2))
            .arg(out.shape().axis(2))
            .arg(table.shape().axis(1)),
        out);
  }

  @Override
  default void embeddingBackward(Tensor dTable, Tensor dOut, Tensor ids, Write write) {
    submit(
        new KernelStep("embedding", "embeddingBackward")
            .out(dTable)
            .in(dOut)
            .in(ids)
            .arg(write == Write.ACCUMULATE)
            .arg(ids.shape().axis(1))
            .arg(ids.shape().axis(2))
            .arg(dTable.shape().axis(2)),
        dTable);
  }

  @Override
  default void gatherInts(Tensor out, Tensor table, Tensor index) {
    submit(
        new KernelStep("embedding", "gatherInts")
            .out(out)
            .in(table)
            .in(index)
            .arg(out.shape().axis(2))
            .arg(table.shape().axis(1)),
        out);
  }

  @Override
  default void embeddingProductForward(Tensor out, Tensor table, Tensor ids) {
    submit(
        new KernelStep("embedding", "embeddingProductForward")
            .out(out)
            .in(table)
            .in(ids)
            .arg(out.shape().axis(2))
            .arg(table.shape().axis(1)),
        out);
  }

  @Override
  default void embeddingProductBackward(
      Tensor dTable, Tensor dOut, Tensor table, Tensor ids, Write write) {
    submit(
        new KernelStep("embedding", "embeddingProductBackward")
            .out(dTable)
            .in(dOut)
            .in(table)
            .in(ids)
            .arg(write == Write.ACCUMULATE)
            .arg(ids.shape().axis(1))
            .arg(dTable.shape().axis(2))
            .arg(dTable.shape().axis(1)),
        dTable);
  }

  private void submit(KernelStep step, Tensor out) {
    int n = perReplica(out);
    if (n > 0 && out.replicas() > 0) {
      accept(step.elements(n, out.replicas()).arg(n).arg(out.replicas()));
    }
  }
}
