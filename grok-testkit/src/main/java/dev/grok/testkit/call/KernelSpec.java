package dev.grok.testkit.call;

import dev.grok.api.DType;
import dev.grok.api.Shape;
import dev.grok.api.kernel.KernelSignature;
import dev.grok.api.kernel.KernelSignature.Attribute;
import dev.grok.api.kernel.KernelSignature.Role;
import dev.grok.api.kernel.KernelSignature.TensorParameter;
import dev.grok.api.kernel.Lengths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * What a kernel's signature does not say, and contract and benchmarks need: the contents that its
 * operands have, how accurate its outputs must be, how much work it is. Everything else of a call
 * follows from the signature.
 */
public final class KernelSpec {
  private final KernelSignature signature;
  private final Map<String, Filling> fillings = new HashMap<>();
  private final Map<String, Tolerance> tolerances = new HashMap<>();
  private final Map<String, Object> attributes = new HashMap<>();
  private final List<Lengths> typical = new ArrayList<>();
  private UnaryOperator<KernelCall> preparation = call -> call;
  private ToDoubleFunction<CallShape> flops = shape -> 0;
  private ToDoubleFunction<CallShape> divisions = shape -> 0;

  /** Draws the contents of an operand. */
  @FunctionalInterface
  interface Filling {
    Contents draw(RandomContents random, CallShape call, int[] axes);
  }

  private KernelSpec(KernelSignature signature) {
    this.signature = signature;
  }

  static KernelSpec of(String kernel) {
    return new KernelSpec(KernelSignature.of(kernel));
  }

  /** Other contents of an operand than those that {@link #filling} draws. */
  KernelSpec contents(String operand, Filling filling) {
    fillings.put(signature.operand(operand).name(), filling);
    return this;
  }

  /** Contents that depend on those of other operands. */
  KernelSpec prepared(UnaryOperator<KernelCall> change) {
    preparation = change;
    return this;
  }

  /** How far an output may lie from the reference; exact if nothing is said. */
  KernelSpec tolerance(String output, Tolerance tolerance) {
    tolerances.put(signature.operand(output).name(), tolerance);
    return this;
  }

  /** The value that a number among the parameters has unless a call says otherwise. */
  KernelSpec attribute(String name, Object value) {
    attributes.put(name, value);
    return this;
  }

  /** Lengths, beside R, of a typical call: for the laws that hold for every kernel. */
  KernelSpec typical(Lengths lengths) {
    typical.add(lengths);
    return this;
  }

  /** Floating-point operations: two for a fused multiply-add, none for a comparison or a move. */
  KernelSpec flops(ToDoubleFunction<CallShape> count) {
    flops = count;
    return this;
  }

  /** Divisions and square roots. */
  KernelSpec divisions(ToDoubleFunction<CallShape> count) {
    divisions = count;
    return this;
  }

  /** The kernel's signature. */
  public KernelSignature signature() {
    return signature;
  }

  /** How far an output may lie from the reference. */
  public Tolerance tolerance(String output) {
    return tolerances.getOrDefault(output, Tolerances.EXACT);
  }

  /** Whether the kernel says what an output holds; it does not say it of a workspace. */
  public boolean specifies(String output) {
    return tolerance(output) != Tolerances.UNSPECIFIED;
  }

  /** Floating-point operations of a call. */
  public double flops(CallShape call) {
    return flops.applyAsDouble(call);
  }

  /** Divisions and square roots of a call. */
  public double divisions(CallShape call) {
    return divisions.applyAsDouble(call);
  }

  /**
   * A call with contents, the same for the same arguments.
   *
   * @param chosen arguments that are no tensors, in any order; what is not chosen has its usual
   *     value, an enum its first
   */
  public KernelCall call(Lengths lengths, Object... chosen) {
    List<Object> left = new ArrayList<>(List.of(chosen));
    List<Object> values = new ArrayList<>();
    for (Attribute attribute : signature.attributes()) {
      values.add(take(attribute, left));
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("%s does not take %s".formatted(signature, left));
    }
    return filled(new CallShape(signature, lengths, List.copyOf(values)));
  }

  private Object take(Attribute attribute, List<Object> left) {
    for (int i = 0; i < left.size(); i++) {
      if (attribute.type().isInstance(left.get(i))) {
        return left.remove(i);
      }
    }
    return attribute.type().isEnum()
        ? attribute.type().getEnumConstants()[0]
        : attributes.getOrDefault(attribute.name(), 0);
  }

  private KernelCall filled(CallShape shape) {
    RandomContents random = new RandomContents(shape.lengths().toString().hashCode());
    List<KernelCall.Operand> operands = new ArrayList<>();
    for (TensorParameter parameter : signature.operands()) {
      Role role = shape.role(parameter);
      Shape axes = shape.shape(parameter);
      Contents contents =
          role == Role.OVERWRITTEN
              ? lost(parameter.dtype(), axes)
              : fillings
                  .getOrDefault(parameter.name(), filling(parameter))
                  .draw(random, shape, axes.toArray());
      operands.add(new KernelCall.Operand(parameter, role, contents));
    }
    return preparation.apply(new KernelCall(shape, List.copyOf(operands)));
  }

  /** Former contents of an output, which must leave no trace. */
  private static Contents lost(DType dtype, Shape axes) {
    return Contents.constant(dtype, axes, dtype == DType.FLOAT32 ? Double.NaN : Integer.MIN_VALUE);
  }

  private static Filling filling(TensorParameter parameter) {
    if (parameter.dtype() == DType.FLOAT32) {
      return (random, call, axes) -> random.floats(axes);
    }
    return (random, call, axes) ->
        random.below(parameter.below().isEmpty() ? 1 << 30 : call.length(parameter.below()), axes);
  }

  /** Typical calls of R replicas, one for each combination of enum arguments. */
  public List<KernelCall> typicalCalls(int r) {
    List<List<Object>> modes = List.of(List.of());
    for (Attribute attribute : signature.attributes()) {
      if (attribute.type().isEnum()) {
        List<List<Object>> more = new ArrayList<>();
        for (List<Object> mode : modes) {
          for (Object constant : attribute.type().getEnumConstants()) {
            List<Object> longer = new ArrayList<>(mode);
            longer.add(constant);
            more.add(longer);
          }
        }
        modes = more;
      }
    }
    List<KernelCall> calls = new ArrayList<>();
    for (Lengths lengths : typical) {
      for (List<Object> mode : modes) {
        calls.add(call(lengths.with("R", r), mode.toArray()));
      }
    }
    return calls;
  }
}
