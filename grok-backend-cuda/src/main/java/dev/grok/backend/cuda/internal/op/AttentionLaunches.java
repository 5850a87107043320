package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.AttentionKernels;
import dev.grok.api.kernel.Mask;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;

/** {@code attention.cu}, and {@code shortattention.cu} where there are few tokens. */
interface AttentionLaunches extends AttentionKernels, Launches {
  /** The most tokens that a warp has registers for. */
  int FEW_TOKENS = 8;

  @Override
  default void attentionForward(Tensor out, Tensor logSumExp, Tensor qkv, Mask mask) {
    if (isEmpty(logSumExp)) {
      return;
    }
    KernelStep step =
        isShort(logSumExp, qkv)
            ? pairs("forward", logSumExp)
            : tiles("attentionForward", logSumExp);
    accept(
        step.out(out)
            .out(logSumExp)
            .in(qkv)
            .ints(heads(logSumExp, qkv))
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
    if (isShort(logSumExp, qkv)) {
      accept(
          pairs("backward", workspace)
              .out(dQkv)
              .out(workspace)
              .in(dOut)
              .in(out)
              .in(logSumExp)
              .in(qkv)
              .ints(heads(logSumExp, qkv))
              .arg(mask == Mask.CAUSAL)
              .arg(replicas));
      return;
    }
    accept(
        new KernelStep("attention", "attentionDots")
            .exactBlocks(
                (workspace.shape().product(1) + KernelConstants.WARPS - 1) / KernelConstants.WARPS,
                replicas)
            .out(workspace)
            .in(dOut)
            .in(out)
            .ints(heads(logSumExp, qkv))
            .arg(replicas));
    for (String function : new String[] {"attentionQueries", "attentionKeys"}) {
      accept(
          tiles(function, workspace)
              .out(dQkv)
              .in(workspace)
              .in(dOut)
              .in(logSumExp)
              .in(qkv)
              .ints(heads(logSumExp, qkv))
              .arg(mask == Mask.CAUSAL)
              .arg(replicas));
    }
  }

  /** A block for every eight tokens of a head; rows is [R, B, H, T]. */
  private static KernelStep tiles(String function, Tensor rows) {
    long pairs = (long) rows.shape().axis(1) * rows.shape().axis(2);
    return new KernelStep("attention", function)
        .exactBlocks(
            pairs * ((rows.shape().axis(3) + KernelConstants.WARPS - 1) / KernelConstants.WARPS),
            rows.replicas());
  }

  /** A warp for every pair of sample and head, by the kernel for so many tokens. */
  private static KernelStep pairs(String direction, Tensor rows) {
    long pairs = (long) rows.shape().axis(1) * rows.shape().axis(2);
    int tokens = rows.shape().axis(3);
    int most = tokens <= 2 ? 2 : tokens <= 4 ? 4 : FEW_TOKENS;
    return new KernelStep("shortattention", direction + most)
        .threads(KernelConstants.SHORT_THREADS)
        .exactBlocks((pairs - 1) / KernelConstants.SHORT_PAIRS + 1, rows.replicas());
  }

  private static boolean isShort(Tensor rows, Tensor qkv) {
    int tokens = rows.shape().axis(3);
    int channels =
        tokens <= 2 ? KernelConstants.SHORT_CHANNELS_OF_TWO : KernelConstants.SHORT_CHANNELS;
    return tokens <= FEW_TOKENS && width(rows, qkv) <= channels;
  }

  /** Channels of a head. */
  private static int width(Tensor rows, Tensor qkv) {
    return qkv.shape().axis(3) / 3 / rows.shape().axis(2);
  }

  private static boolean isEmpty(Tensor rows) {
    return rows.shape().elements() == 0;
  }

  /** The structure that the kernels read. */
  private static int[] heads(Tensor rows, Tensor qkv) {
    Shape shape = rows.shape();
    return new int[] {shape.axis(1), shape.axis(2), shape.axis(3), width(rows, qkv)};
  }
}
