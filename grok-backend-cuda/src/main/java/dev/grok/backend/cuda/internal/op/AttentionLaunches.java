package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.AttentionKernels;
import dev.grok.api.kernel.Mask;
import dev.grok.backend.cuda.internal.device.KernelStep;
import java.nio.ByteBuffer;

/** {@code attention.cu}, and {@code shortattention.cu} where there are few tokens. */
interface AttentionLaunches extends AttentionKernels, Launches {
  /** Rows of a block. */
  int ROWS = 8;

  /** Pairs of sample and head of a block where there are few tokens. */
  int PAIRS = 4;

  /** The most tokens, and channels of a head, that a warp has registers for. */
  int FEW_TOKENS = 8;

  int FEW_CHANNELS = 128;

  int FEW_CHANNELS_OF_TWO_TOKENS = 256;

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
            .raw(heads(logSumExp, qkv))
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
              .raw(heads(logSumExp, qkv))
              .arg(mask == Mask.CAUSAL)
              .arg(replicas));
      return;
    }
    accept(
        new KernelStep("attention", "attentionDots")
            .exactBlocks((workspace.shape().product(1) + ROWS - 1) / ROWS, replicas)
            .out(workspace)
            .in(dOut)
            .in(out)
            .raw(heads(logSumExp, qkv))
            .arg(replicas));
    for (String function : new String[] {"attentionQueries", "attentionKeys"}) {
      accept(
          tiles(function, workspace)
              .out(dQkv)
              .in(workspace)
              .in(dOut)
              .in(logSumExp)
              .in(qkv)
              .raw(heads(logSumExp, qkv))
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

  /** A warp for every pair of sample and head, by the kernel for so many tokens. */
  private static KernelStep pairs(String direction, Tensor rows) {
    long pairs = (long) rows.shape().axis(1) * rows.shape().axis(2);
    int tokens = rows.shape().axis(3);
    int most = tokens <= 2 ? 2 : tokens <= 4 ? 4 : FEW_TOKENS;
    return new KernelStep("shortattention", direction + most)
        .threads(32 * PAIRS)
        .exactBlocks((pairs - 1) / PAIRS + 1, rows.replicas());
  }

  private static boolean isShort(Tensor rows, Tensor qkv) {
    int tokens = rows.shape().axis(3);
    int channels = tokens <= 2 ? FEW_CHANNELS_OF_TWO_TOKENS : FEW_CHANNELS;
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
  private static ByteBuffer heads(Tensor rows, Tensor qkv) {
    return KernelStep.buffer(16)
        .putInt(rows.shape().axis(1))
        .putInt(rows.shape().axis(2))
        .putInt(rows.shape().axis(3))
        .putInt(width(rows, qkv));
  }
}
