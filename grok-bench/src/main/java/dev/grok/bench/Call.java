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
 * Kernel calls of one replica that are timed together. Operands of the same name are the same
 * memory, so a backward pass reads what its forward pass left.
 *
 * @param name kernel, shape and mode
 * @param calls made one after the other
 * @param aliases operands that are the memory of another one, by that one's name
 */
public record Call(String name, List<KernelCall> calls, Map<String, String> aliases) {
  /** Of operands that are all different memory. */
  public Call(String name, KernelCall... calls) {
    this(name, List.of(calls), Map.of());
  }

  /** The contents of all operands that are memory of their own, by name. */
  Map<String, Contents> contents() {
    Map<String, Contents> contents = new LinkedHashMap<>();
    for (KernelCall call : calls) {
      call.operands().forEach(o -> contents.putIfAbsent(o.name(), o.contents()));
    }
    contents.keySet().removeAll(aliases.keySet());
    return contents;
  }

  /** Tensors of a backend with these contents. */
  Map<String, Tensor> upload(MemoryScope scope) {
    return upload(scope, 1);
  }

  /** Tensors of a backend for R replicas, each of which has these contents. */
  public Map<String, Tensor> upload(MemoryScope scope, int replicas) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    contents().forEach((name, c) -> tensors.put(name, c.upload(scope, name, replicas)));
    aliases.forEach((operand, memory) -> tensors.put(operand, tensor(tensors, memory)));
    return tensors;
  }

  /** Makes the calls. */
  public void run(Kernels kernels, Map<String, Tensor> tensors) {
    for (KernelCall call : calls) {
      call.call(kernels, call.operands().stream().map(o -> tensor(tensors, o.name())).toList());
    }
  }

  /** The tensor of an operand. */
  public static Tensor tensor(Map<String, Tensor> tensors, String operand) {
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
