package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.loop.Loops;
import dev.grok.backend.cpu.internal.run.Op;
import java.util.function.Consumer;

/**
 * Turns every kernel call into a prepared one and hands it on to be run or recorded. Each family of
 * kernels is an interface of its own.
 */
public record CpuKernels(Loops loops, Consumer<Op> calls)
    implements Kernels,
        ActivationOps,
        EmbeddingOps,
        NormalizationOps,
        LossOps,
        AccuracyOps,
        OptimizerOps,
        ElementwiseOps,
        ReductionOps,
        CounterOps,
        SamplingOps {
  @Override
  public void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
    Op call = call("matmul", c);
    call.submit(
        ColumnMatmulOp.pays(loops.matmul(), c, a, transpose, write)
            ? new ColumnMatmulOp(call, loops.matmul(), c, a, b)
            : new MatmulOp(call, loops.matmul(), c, a, b, transpose, write));
  }

  @Override
  public void attentionForward(Tensor out, Tensor logSumExp, Tensor qkv, Mask mask) {
    Op call = call("attentionForward", out);
    call.submit(new AttentionForward(call, loops, out, logSumExp, qkv, mask));
  }

  @Override
  public void attentionBackward(
      Tensor dQkv,
      Tensor workspace,
      Tensor dOut,
      Tensor out,
      Tensor logSumExp,
      Tensor qkv,
      Mask mask) {
    Op call = call("attentionBackward", dQkv);
    call.submit(
        new AttentionBackward(call, loops, dQkv, workspace, dOut, out, logSumExp, qkv, mask));
  }
}
