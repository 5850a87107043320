package dev.grok.bench;

import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Kernels;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.KernelCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Kernel calls that are timed together. Operands of the same name are the same memory, so a
 * backward pass reads what its forward pass left.
 *
 * @param name kernel, shape and mode
 * @param calls made one after the other
 */
record Call(String name, List<KernelCall> calls) {
  /** The contents of all operands, by name. */
  Map<String, Contents> contents() {
    Map<String, Contents> contents = new LinkedHashMap<>();
    for (KernelCall call : calls) {
      call.operands().forEach(o -> contents.putIfAbsent(o.name(), o.contents()));
    }
    return contents;
  }

  /** Tensors of a backend with these contents. */
  Map<String, Tensor> upload(MemoryScope scope) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    contents()
        .forEach((operand, contents) -> tensors.put(operand, contents.upload(scope, operand)));
    return tensors;
  }

  /** Makes the calls. */
  void run(Kernels kernels, Map<String, Tensor> tensors) {
    for (KernelCall call : calls) {
      call.call(kernels, call.operands().stream().map(o -> tensor(tensors, o.name())).toList());
    }
  }

  /** The tensor of an operand. */
  static Tensor tensor(Map<String, Tensor> tensors, String operand) {
    Tensor tensor = tensors.get(operand);
    if (tensor == null) {
      throw new IllegalArgumentException("there is no operand " + operand);
    }
    return tensor;
  }

  @Override
  public String toString() {
    return name;
  }
}
