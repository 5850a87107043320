package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.ReductionKernels;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.ReductionLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;

/** Sums in sixteen lanes. Their order is fixed, so they are not split. */
interface ReductionOps extends KernelFamily, ReductionKernels {
  @Override
  default void sum(Tensor outTensor, Tensor inTensor) {
    ReductionLoops loops = loops().reduction();
    Op call = call("sum", outTensor);
    Floats out = call.floats(outTensor); // [R]
    Floats in = call.floats(inTensor); // [R?, ...]
    call.cost(in.length);
    call.submit(
        (replica, from, to, scratch) -> {
          float total = loops.total(scratch.lanes, in.data, in.at(replica), in.length);
          out.data[out.at(replica)] = total;
        });
  }

  @Override
  default void dot(Tensor outTensor, Tensor aTensor, Tensor bTensor) {
    ReductionLoops loops = loops().reduction();
    Op call = call("dot", outTensor);
    Floats out = call.floats(outTensor); // [R]
    Floats a = call.floats(aTensor); // [R?, ...]
    Floats b = call.floats(bTensor); // [R?, ...]
    call.cost(a.length);
    call.submit(
        (replica, from, to, scratch) -> {
          Lanes.clear(scratch.lanes);
          loops.dot(scratch.lanes, a.data, a.at(replica), b.data, b.at(replica), a.length);
          out.data[out.at(replica)] = Lanes.total(scratch.lanes);
        });
  }
}
