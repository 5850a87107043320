package dev.grok.testkit.call;

import dev.grok.api.DType;
import dev.grok.api.Shape;
import dev.grok.api.kernel.Axis;
import dev.grok.api.kernel.KernelSignature;
import dev.grok.api.kernel.KernelSignature.Attribute;
import dev.grok.api.kernel.KernelSignature.Role;
import dev.grok.api.kernel.KernelSignature.TensorParameter;
import dev.grok.api.kernel.Lengths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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
  private final Map<String, Integer> longest = new HashMap<>();
  private UnaryOperator<KernelCall> preparation = call -> call;
  private ToDoubleFunction<CallShape> flops = shape -> 0;
  private ToDoubleFunction<CallShape> divisions = shape -> 0;

  /** What letters stand for in a small call, of which one length after the other is made long. */
  private static final Lengths SMALL = Lengths.of("R 2 B 3 C 3 T 2 V 4 D 3 H 1 M 5 N 5 K 6 ... 3");

  /** What letters stand for in a typical call, unless the kernel needs others. */
  private static final Lengths TYPICAL =
      Lengths.of("B 5 C 18 T 2 V 9 D 6 H 2 M 5 N 18 K 7 ... 5 7");

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

  /** Other lengths of a typical call: for the laws that hold for every kernel. */
  KernelSpec typical(String lengths) {
    typical.add(TYPICAL.with(Lengths.of(lengths)));
    return this;
  }

  /** The longest that a letter is tried; 0 leaves it as it is. */
  KernelSpec upTo(String letter, int length) {
    longest.put(letter, length);
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

  /** Typical calls of R replicas, in every mode. */
  public List<KernelCall> typicalCalls(int r) {
    List<Lengths> all = typical.isEmpty() ? List.of(TYPICAL) : typical;
    return all.stream().flatMap(lengths -> inEveryMode(lengths.with("R", r))).toList();
  }

  /**
   * Small calls with one length after the other as long as it is said, in every mode. Vocabularies
   * are not empty, heads divide the channels, and only a kernel of nothing else varies its
   * replicas.
   */
  public Stream<KernelCall> callsOfEverySize(int... sizes) {
    List<String> letters =
        signature.operands().stream()
            .flatMap(operand -> operand.axes().stream())
            .map(Axis::letter)
            .distinct()
            .filter(letter -> !List.of("", "R", "H").contains(letter))
            .toList();
    return (letters.isEmpty() ? List.of("R") : letters)
        .stream()
            .flatMap(
                letter ->
                    Arrays.stream(sizes)
                        .filter(size -> size <= longest.getOrDefault(letter, size))
                        .filter(size -> size > 0 || !letter.equals("V"))
                        .boxed()
                        .flatMap(size -> inEveryMode(SMALL.with(letter, size))));
  }

  /** A call for each combination of the values of enum arguments. */
  private Stream<KernelCall> inEveryMode(Lengths lengths) {
    Stream<List<Object>> modes = Stream.of(List.of());
    for (Attribute attribute : signature.attributes()) {
      if (attribute.type().isEnum()) {
        modes =
            modes.flatMap(
                mode ->
                    Arrays.stream(attribute.type().getEnumConstants())
                        .map(value -> Stream.concat(mode.stream(), Stream.of(value)).toList()));
      }
    }
    return modes.map(mode -> call(lengths, mode.toArray()));
  }
}
