package dev.grok.testkit.call;

import dev.grok.api.DType;
import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.spi.DeviceTensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The operands of a call in a backend's memory, each in the middle of a larger tensor. Around an
 * output lie sentinels, which must stay; around an input lies NaN, which must not be seen.
 */
public final class Placement implements AutoCloseable {
  private static final int MARGIN = 32;
  private static final double SENTINEL = -12345;

  private final KernelCall call;
  private final MemoryScope scope;
  private final Map<String, Tensor> whole = new LinkedHashMap<>();
  private final Map<String, Tensor> placed = new LinkedHashMap<>();
  private final Map<String, Contents> before = new HashMap<>();
  private final Set<String> changing = new HashSet<>();

  /** Puts every operand into a place of its own. */
  public Placement(Backend backend, KernelCall call) {
    this(backend, call, Map.of());
  }

  /** With outputs that are the same memory as an input. */
  public Placement(Backend backend, KernelCall call, Map<String, String> aliases) {
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
    Contents values = operand.contents();
    int margin = Math.max(1, MARGIN / Math.max(1, values.perReplica()));
    int[] axes = values.shape().toArray();
    axes[0] += 2 * margin;
    boolean ints = values.dtype() == DType.INT32;
    Tensor outer = ints ? scope.ints(operand.name(), axes) : scope.floats(operand.name(), axes);
    double around = operand.written() || ints ? SENTINEL : Double.NaN;
    Contents.constant(values.dtype(), Shape.of(axes), around).writeTo(outer);
    Tensor inner = outer.slice(margin, margin + values.replicas());
    values.writeTo(inner);
    placed.put(operand.name(), inner);
    whole.put(operand.name(), outer);
    before.put(operand.name(), Contents.of(outer));
  }

  /** What a call leaves in its outputs. */
  public static Outputs outputs(Backend backend, KernelCall call) {
    try (Placement placement = new Placement(backend, call)) {
      placement.execute();
      return placement.outputs();
    }
  }

  /** Where an operand lies. */
  public Tensor tensor(String name) {
    Tensor tensor = placed.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(call + " has no operand " + name);
    }
    return tensor;
  }

  /** Makes the call, or records it. */
  public void execute() {
    call.call(scope.kernels(), call.operands().stream().map(o -> tensor(o.name())).toList());
  }

  /** What the outputs hold now. */
  public Outputs outputs() {
    Map<String, Contents> result = new LinkedHashMap<>();
    for (KernelCall.Operand output : call.outputs()) {
      result.put(output.name(), Contents.of(tensor(output.name())));
    }
    return new Outputs(result);
  }

  /** Fails if an input changed, or something around an output. */
  public void checkSurroundings() {
    whole.forEach(
        (name, tensor) -> {
          Contents former = before.getOrDefault(name, Contents.of(tensor));
          Contents now = Contents.of(tensor);
          Tensor inner = tensor(name);
          long from = DeviceTensor.of(inner).offset() - DeviceTensor.of(tensor).offset();
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
