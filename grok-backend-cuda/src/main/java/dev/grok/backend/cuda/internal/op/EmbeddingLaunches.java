package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.perReplica;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.EmbeddingKernels;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;

/** {@code embedding.cu}. */
interface EmbeddingLaunches extends EmbeddingKernels, Launches {
  /** Channels from which a block of its own for a row of the table is worth while. */
  int WIDE = 32;

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
    int vocabulary = dTable.shape().axis(1);
    int channels = dTable.shape().axis(2);
    boolean wide = channels >= WIDE && vocabulary <= KernelStep.MAX_Z;
    KernelStep step =
        new KernelStep("embedding", wide ? "embeddingBackward" : "embeddingBackwardNarrow")
            .out(dTable)
            .in(dOut)
            .in(ids)
            .arg(write == Write.ACCUMULATE)
            .arg(ids.shape().axis(1))
            .arg(ids.shape().axis(2))
            .arg(channels);
    if (!wide) {
      submit(step, dTable);
    } else if (vocabulary > 0 && dTable.replicas() > 0) {
      accept(
          step.exactBlocks((channels - 1) / KernelConstants.THREADS + 1, dTable.replicas())
              .depth(vocabulary)
              .arg(dTable.replicas()));
    }
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
