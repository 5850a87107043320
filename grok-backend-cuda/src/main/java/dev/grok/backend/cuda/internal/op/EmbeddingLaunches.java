package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.EmbeddingKernels;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.internal.device.Grid;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;

/** {@code embedding.cu}. */
interface EmbeddingLaunches extends EmbeddingKernels, StepSink {
  /** With so many channels a row of the table is worth a block of its own. */
  int WIDE = 32;

  @Override
  default void embeddingForward(Tensor out, Tensor table, Tensor ids) {
    accept(
        new KernelStep("embedding", "embeddingForward")
            .out(out)
            .in(table, ids)
            .args(ids.shape().axis(2), out.shape().axis(2), table.shape().axis(1))
            .elementsOf(out));
  }

  @Override
  default void embeddingBackward(Tensor dTable, Tensor dOut, Tensor ids, Write write) {
    int vocabulary = dTable.shape().axis(1);
    int channels = dTable.shape().axis(2);
    boolean wide = channels >= WIDE && vocabulary <= KernelStep.MAX_Z;
    KernelStep step =
        new KernelStep("embedding", wide ? "embeddingBackward" : "embeddingBackwardNarrow")
            .out(dTable)
            .in(dOut, ids)
            .arg(write == Write.ACCUMULATE)
            .args(ids.shape().axis(1), ids.shape().axis(2), channels);
    accept(
        wide
            ? step.depth(vocabulary)
                .blocks(Grid.parts(channels, KernelConstants.THREADS), dTable.replicas())
            : step.elementsOf(dTable));
  }

  @Override
  default void gatherInts(Tensor out, Tensor table, Tensor index) {
    accept(
        new KernelStep("embedding", "gatherInts")
            .out(out)
            .in(table, index)
            .args(out.shape().axis(2), table.shape().axis(1))
            .elementsOf(out));
  }

  @Override
  default void embeddingProductForward(Tensor out, Tensor table, Tensor ids) {
    accept(
        new KernelStep("embedding", "embeddingProductForward")
            .out(out)
            .in(table, ids)
            .args(out.shape().axis(2), table.shape().axis(1))
            .elementsOf(out));
  }

  @Override
  default void embeddingProductBackward(
      Tensor dTable, Tensor dOut, Tensor table, Tensor ids, Write write) {
    accept(
        new KernelStep("embedding", "embeddingProductBackward")
            .out(dTable)
            .in(dOut, table, ids)
            .arg(write == Write.ACCUMULATE)
            .args(ids.shape().axis(1), dTable.shape().axis(2), dTable.shape().axis(1))
            .elementsOf(dTable));
  }
}
