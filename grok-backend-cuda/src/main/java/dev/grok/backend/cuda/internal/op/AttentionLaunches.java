package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.AttentionKernels;
import dev.grok.api.kernel.Mask;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code attention.cu}. */
interface AttentionLaunches extends AttentionKernels, Launches {
  /** Rows of a block. */
  int ROWS = 8;

  @Override
  default void attentionForward(Tensor out, Tensor logSumExp, Tensor qkv, Mask mask) {
    if (isEmpty(logSumExp)) {
      return;
    }
    accept(
        tiles("attentionForward", logSumExp)
            .out(out)
            .out(logSumExp)
            .in(qkv)
            .raw(KernelStep.buffer(16).put(heads(logSumExp, qkv)))
            .arg(mask == Mask.CAUSAL)
            .arg(out.replicas()));
  }

  @Override
  default void attentionBackward(
      Tensor dQkv,
      Tensor workspace,
      Tensor dOut,
      Tensor out,
      Tensor logSumExp,
      Tensor qkv,
      Mask mask) {
    if (isEmpty(workspace)) {
      return;
    }
    int replicas = dQkv.replicas();
    byte[] heads = heads(logSumExp, qkv);
    accept(
        new KernelStep("attention", "attentionDots")
            .exactBlocks((workspace.shape().product(1) + ROWS - 1) / ROWS, replicas)
            .out(workspace)
            .in(dOut)
            .in(out)
            .raw(KernelStep.buffer(16).put(heads))
            .arg(replicas));
    for (String function : new String[] {"attentionQueries", "attentionKeys"}) {
      accept(
          tiles(function, workspace)
              .out(dQkv)
              .in(workspace)
              .in(dOut)
              .in(logSumExp)
              .in(qkv)
              .raw(KernelStep.buffer(16).put(heads))
              .arg(mask == Mask.CAUSAL)
              .arg(replicas));
    }
  }

  /** A block for every eight tokens of a head; rows is [R, B, H, T]. */
  private static KernelStep tiles(String function, Tensor rows) {
    long pairs = (long) rows.shape().axis(1) * rows.shape().axis(2);
    return new KernelStep("attention", function)
        .exactBlocks(pairs * ((rows.shape().axis(3) + ROWS - 1) / ROWS), rows.replicas());
  }

  private static boolean isEmpty(Tensor rows) {
    return rows.shape().elements() == 0;
  }

  /** The structure that the kernels read. */
  private static byte[] heads(Tensor logSumExp, Tensor qkv) {
    int heads = logSumExp.shape().axis(2);
    return KernelStep.buffer(16)
        .putInt(logSumExp.shape().axis(1))
        .putInt(heads)
        .putInt(logSumExp.shape().axis(3))
        .putInt(qkv.shape().axis(3) / 3 / heads)
        .array();
  }
}
