package dev.grok.testkit;

import dev.grok.api.Backend;
import dev.grok.api.DType;
import dev.grok.api.MemoryScope;
import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The operands of a call in a backend's memory, each in the middle of a larger tensor. Around an
 * output lie sentinels, which must stay; around an input lies NaN, which must not be seen.
 */
final class Placement implements AutoCloseable {
  private static final int MARGIN = 32;
  private static final double SENTINEL = -12345;

  private final Backend backend;
  private final KernelCall call;
  private final MemoryScope scope;
  private final Map<String, Tensor> whole = new LinkedHashMap<>();
  private final Map<String, Tensor> placed = new LinkedHashMap<>();
  private final Map<String, Values> before = new HashMap<>();
  private final Set<String> changing = new HashSet<>();

  Placement(Backend backend, KernelCall call) {
    this(backend, call, Map.of());
  }

  /** With outputs that are the same memory as an input. */
  Placement(Backend backend, KernelCall call, Map<String, String> aliases) {
    this.backend = backend;
    this.call = call;
    this.scope = backend.scope(call.kernel());
    for (KernelCall.Operand operand : call.operands()) {
      if (!aliases.containsKey(operand.name())) {
        place(operand);
      }
      if (operand.written()) {
        changing.add(aliases.getOrDefault(operand.name(), operand.name()));
      }
    }
    aliases.forEach((output, input) -> placed.put(output, tensor(input)));
  }

  private void place(KernelCall.Operand operand) {
    Values values = operand.values();
    int margin = Math.max(1, MARGIN / Math.max(1, values.perReplica()));
    int[] axes = values.shape().toArray();
    axes[0] += 2 * margin;
    boolean ints = values.dtype() == DType.INT32;
    Tensor outer = ints ? scope.ints(operand.name(), axes) : scope.floats(operand.name(), axes);
    double around = operand.written() || ints ? SENTINEL : Double.NaN;
    Values.constant(values.dtype(), Shape.of(axes), around).writeTo(outer);
    Tensor inner = outer.slice(margin, margin + values.replicas());
    values.writeTo(inner);
    placed.put(operand.name(), inner);
    whole.put(operand.name(), outer);
    before.put(operand.name(), Values.of(outer));
  }

  Tensor tensor(String name) {
    Tensor tensor = placed.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(call + " has no operand " + name);
    }
    return tensor;
  }

  /** Makes the call, or records it. */
  void execute() {
    Tensor[] operands = call.operands().stream().map(o -> tensor(o.name())).toArray(Tensor[]::new);
    call.body().call(backend.kernels(), operands);
  }

  Outputs outputs() {
    Map<String, Values> result = new LinkedHashMap<>();
    for (KernelCall.Operand output : call.outputs()) {
      result.put(output.name(), Values.of(tensor(output.name())));
    }
    return new Outputs(result);
  }

  /** Fails if an input changed, or something around an output. */
  void checkSurroundings() {
    whole.forEach(
        (name, tensor) -> {
          Values former = before.getOrDefault(name, Values.of(tensor));
          Values now = Values.of(tensor);
          Tensor inner = tensor(name);
          long from = inner.offset() - tensor.offset();
          long to = from + inner.shape().elements();
          for (int i = 0; i < now.length(); i++) {
            boolean inside = i >= from && i < to;
            if (!(inside && changing.contains(name))
                && Double.compare(former.at(i), now.at(i)) != 0) {
              throw new AssertionError(
                  inside
                      ? "%s changed its input %s".formatted(call, name)
                      : "%s wrote outside %s, %d elements %s it"
                          .formatted(
                              call,
                              name,
                              i < from ? from - i : i - to + 1,
                              i < from ? "before" : "behind"));
            }
          }
        });
  }

  @Override
  public void close() {
    scope.close();
  }
}
