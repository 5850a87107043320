package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.AttentionKernels;
import dev.grok.api.kernel.Mask;
import dev.grok.backend.cuda.internal.device.Grid;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;

/** {@code attention.cu}, and {@code shortattention.cu} where there are few tokens. */
interface AttentionLaunches extends AttentionKernels, StepSink {
  /** The most tokens that a warp has registers for. */
  int FEW_TOKENS = 8;

  @Override
  default void attentionForward(Tensor out, Tensor logSumExp, Tensor qkv, Mask mask) {
    if (logSumExp.shape().elements() == 0) {
      return;
    }
    Heads heads = Heads.of(logSumExp, qkv);
    KernelStep step =
        heads.areShort()
            ? heads.shortKernel("forward")
            : new KernelStep("attention", "attentionForward");
    accept(heads.blocks(heads.arguments(step.out(out, logSumExp).in(qkv)), mask));
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
    if (workspace.shape().elements() == 0) {
      return;
    }
    Heads heads = Heads.of(workspace, qkv);
    if (heads.areShort()) {
      KernelStep step = heads.shortKernel("backward").out(dQkv, workspace);
      accept(heads.blocks(heads.arguments(step.in(dOut, out, logSumExp, qkv)), mask));
      return;
    }
    KernelStep dots = new KernelStep("attention", "attentionDots").out(workspace).in(dOut, out);
    accept(heads.arguments(dots).warpPerRow(workspace.shape().product(1), workspace.replicas()));
    for (String function : new String[] {"attentionQueries", "attentionKeys"}) {
      KernelStep step = new KernelStep("attention", function).out(dQkv);
      accept(heads.blocks(heads.arguments(step.in(workspace, dOut, logSumExp, qkv)), mask));
    }
  }

  /**
   * What attention works on.
   *
   * @param width channels of a head
   */
  record Heads(int batch, int heads, int tokens, int width, int replicas) {
    /**
     * @param rows an output [R, B, H, T], not empty
     * @param qkv [R, B, T, 3C]
     */
    static Heads of(Tensor rows, Tensor qkv) {
      Shape shape = rows.shape();
      int heads = shape.axis(2);
      int width = qkv.shape().axis(3) / 3 / heads;
      return new Heads(shape.axis(1), heads, shape.axis(3), width, rows.replicas());
    }

    /** Whether a warp has registers for a head. */
    boolean areShort() {
      int most =
          tokens <= 2 ? KernelConstants.SHORT_CHANNELS_OF_TWO : KernelConstants.SHORT_CHANNELS;
      return tokens <= FEW_TOKENS && width <= most;
    }

    /** The kernel whose loops are as long as the tokens need. */
    KernelStep shortKernel(String direction) {
      int most = tokens <= 2 ? 2 : tokens <= 4 ? 4 : FEW_TOKENS;
      return new KernelStep("shortattention", direction + most);
    }

    /** The structure that all kernels read. */
    KernelStep arguments(KernelStep step) {
      return step.structure(batch, heads, tokens, width);
    }

    /** A warp for every head of a sample, or a block for every eight of its tokens. */
    KernelStep blocks(KernelStep step, Mask mask) {
      long pairs = (long) batch * heads;
      step.arg(mask == Mask.CAUSAL);
      return areShort()
          ? step.threads(KernelConstants.SHORT_THREADS)
              .blocks(Grid.parts(pairs, KernelConstants.SHORT_PAIRS), replicas)
          : step.blocks(pairs * Grid.parts(tokens, KernelConstants.WARPS), replicas);
    }
  }
}
