package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cpu.internal.loop.Loops;
import dev.grok.backend.cpu.internal.run.Op;
import java.util.function.Consumer;

/** What every family of kernels stands on. Its methods prepare calls and hand them on. */
interface KernelFamily {
  /** The loops that kernels are made of. */
  Loops loops();

  /** Takes prepared calls, to run or to record them. */
  Consumer<Op> calls();

  /** Begins a call of a kernel that writes the replicas of the given tensor. */
  default Op call(String kernel, Tensor output) {
    return new Op(kernel, output, calls());
  }
}
