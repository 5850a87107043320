package dev.grok.api.internal;

import dev.grok.api.GrokException;
import dev.grok.api.KernelArgumentException;
import dev.grok.api.Shape;
import dev.grok.api.kernel.Axis;
import dev.grok.api.kernel.KernelSignature;
import dev.grok.api.kernel.KernelSignature.Attribute;
import dev.grok.api.kernel.KernelSignature.Condition;
import dev.grok.api.kernel.KernelSignature.LengthOf;
import dev.grok.api.kernel.KernelSignature.TensorParameter;
import dev.grok.api.spi.DeviceTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks the arguments of calls of one kernel against its signature. Thread-safe. */
final class CallCheck {
  /** What a letter counts, for the sentence that two lengths differ. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("R", "replicas"),
          Map.entry("B", "batch sizes"),
          Map.entry("T", "tokens"),
          Map.entry("C", "channels"),
          Map.entry("V", "vocabularies"),
          Map.entry("D", "dimensions"),
          Map.entry("H", "heads"),
          Map.entry("M", "rows"),
          Map.entry("N", "columns"),
          Map.entry("K", "inner dimensions"),
          Map.entry(Axis.REST, "shapes"));

  private final KernelSignature signature;
  private final List<TensorParameter> operands;
  private final List<TensorParameter> checkOrder;
  private final List<Attribute> attributes;
  private final List<Condition> conditions;

  /** Letters of the signature; a binding is found by its letter's place here. */
  private final List<String> letters;

  CallCheck(KernelSignature signature) {
    this.signature = signature;
    operands = signature.operands();
    checkOrder = signature.checkOrder();
    attributes = signature.attributes();
    conditions = signature.conditions();
    letters =
        operands.stream()
            .flatMap(operand -> operand.axes().stream())
            .map(Axis::letter)
            .filter(letter -> !letter.isEmpty())
            .distinct()
            .toList();
  }

  KernelSignature signature() {
    return signature;
  }

  /**
   * Checks a call.
   *
   * @param arguments in the order of the kernel's parameters
   * @param backend the open backend that all tensors must belong to, by identity
   * @throws KernelArgumentException in one sentence, if something does not fit
   */
  void check(Object[] arguments, Object backend) {
    Bound bound = new Bound(letters.size());
    for (TensorParameter operand : checkOrder) {
      DeviceTensor tensor = tensor(operand, arguments, backend);
      checkShape(operand, tensor, signature.axes(operand, arguments), bound);
    }
    for (Condition condition : conditions) {
      checkCondition(condition, arguments);
    }
    for (Attribute attribute : attributes) {
      Object value = arguments[attribute.position()];
      if (value == null) {
        throw error("%s is null".formatted(attribute.name()));
      }
      if (attribute.notNegative() && ((Number) value).longValue() < 0) {
        throw error("%s is negative: %s".formatted(attribute.name(), value));
      }
    }
    checkOverlaps(arguments);
  }

  /** The operand and the length by which a letter was bound first. */
  private static final class Bound {
    final TensorParameter[] operands;
    final DeviceTensor[] tensors;

    /** Position of the axis; of {@code ...} that of its first. */
    final int[] positions;

    final int[] lengths;

    Bound(int letters) {
      operands = new TensorParameter[letters];
      tensors = new DeviceTensor[letters];
      positions = new int[letters];
      lengths = new int[letters];
    }
  }

  private DeviceTensor tensor(TensorParameter operand, Object[] arguments, Object backend) {
    Object argument = arguments[operand.position()];
    if (!(argument instanceof DeviceTensor tensor)) {
      throw error(
          argument == null
              ? "%s is null".formatted(operand.name())
              : "%s was not made by a memory scope: %s".formatted(operand.name(), argument));
    }
    if (tensor.owner().backend() != backend) {
      throw error(
          "%s %s belongs to backend %s, not to this backend %s"
              .formatted(operand.name(), tensor.shape(), tensor.owner().backend(), backend));
    }
    if (!tensor.owner().isOpen()) {
      throw new GrokException(
          "%s: %s (%s) is used after its memory scope '%s' was closed"
              .formatted(signature.name(), operand.name(), tensor, tensor.owner().name()));
    }
    if (tensor.dtype() != operand.dtype()) {
      throw error(
          "%s %s is %s, not %s"
              .formatted(operand.name(), tensor.shape(), tensor.dtype(), operand.dtype()));
    }
    return tensor;
  }

  private void checkShape(
      TensorParameter operand, DeviceTensor tensor, List<Axis> axes, Bound bound) {
    Shape shape = tensor.shape();
    boolean open = axes.get(axes.size() - 1).isRest();
    int fixed = open ? axes.size() - 1 : axes.size();
    if (open ? shape.rank() < fixed : shape.rank() != fixed) {
      throw error(
          "%s %s has %d axes, not those of %s"
              .formatted(operand.name(), shape, shape.rank(), text(axes)));
    }
    for (int i = 0; i < axes.size(); i++) {
      Axis axis = axes.get(i);
      if (axis.isRest()) {
        bind(axis, operand, tensor, i, -1, bound);
        continue;
      }
      int beyond = shape.axis(i) - axis.more();
      boolean fits =
          axis.letter().isEmpty() ? beyond == 0 : beyond >= 0 && beyond % axis.factor() == 0;
      if (!fits) {
        throw error("%s %s must be %s".formatted(operand.name(), shape, text(axes)));
      }
      if (!axis.letter().isEmpty() && !(axis.shareable() && beyond == 1)) {
        bind(axis, operand, tensor, i, beyond / axis.factor(), bound);
      }
    }
  }

  private void bind(
      Axis axis,
      TensorParameter operand,
      DeviceTensor tensor,
      int position,
      int length,
      Bound bound) {
    int slot = letters.indexOf(axis.letter());
    DeviceTensor former = bound.tensors[slot];
    if (former == null) {
      bound.operands[slot] = operand;
      bound.tensors[slot] = tensor;
      bound.positions[slot] = position;
      bound.lengths[slot] = length;
      return;
    }
    boolean same =
        axis.isRest()
            ? sameRest(former.shape(), bound.positions[slot], tensor.shape(), position)
            : bound.lengths[slot] == length;
    if (!same) {
      throw error(
          "%s differ: %s, %s"
              .formatted(
                  WORDS.get(axis.letter()),
                  text(
                      axis,
                      bound.operands[slot],
                      former,
                      bound.positions[slot],
                      bound.lengths[slot]),
                  text(axis, operand, tensor, position, length)));
    }
  }

  private static boolean sameRest(Shape a, int fromA, Shape b, int fromB) {
    if (a.rank() - fromA != b.rank() - fromB) {
      return false;
    }
    for (int i = 0; fromA + i < a.rank(); i++) {
      if (a.axis(fromA + i) != b.axis(fromB + i)) {
        return false;
      }
    }
    return true;
  }

  private static String text(
      Axis axis, TensorParameter operand, DeviceTensor tensor, int position, int length) {
    int[] axes = tensor.shape().toArray();
    int[] rest = Arrays.copyOfRange(axes, Math.min(position, axes.length), axes.length);
    String value =
        axis.isRest() ? (rest.length == 1 ? "" + rest[0] : Arrays.toString(rest)) : "" + length;
    return "%s %s has %s=%s".formatted(operand.name(), tensor.shape(), axis.letter(), value);
  }

  private static String text(List<Axis> axes) {
    return axes.stream().map(Axis::text).collect(Collectors.joining(", ", "[", "]"));
  }

  private void checkCondition(Condition condition, Object[] arguments) {
    int first = length(condition.first(), arguments);
    int second = length(condition.second(), arguments);
    boolean holds = condition.divides() ? first > 0 && second % first == 0 : first <= second;
    if (!holds) {
      String what =
          condition.divides()
              ? "%s do not divide the %s"
                  .formatted(
                      WORDS.get(condition.first().letter()), WORDS.get(condition.second().letter()))
              : "more chosen than there are";
      throw error(
          "%s: %s, %s"
              .formatted(
                  what,
                  text(condition.first(), first, arguments),
                  text(condition.second(), second, arguments)));
    }
  }

  private static int length(LengthOf length, Object[] arguments) {
    Shape shape = ((DeviceTensor) arguments[length.operand().position()]).shape();
    for (int i = 0; ; i++) {
      Axis axis = length.operand().axes().get(i);
      if (axis.letter().equals(length.letter())) {
        return (shape.axis(i) - axis.more()) / axis.factor();
      }
    }
  }

  private static String text(LengthOf length, int value, Object[] arguments) {
    DeviceTensor tensor = (DeviceTensor) arguments[length.operand().position()];
    return "%s %s has %s=%d"
        .formatted(length.operand().name(), tensor.shape(), length.letter(), value);
  }

  private void checkOverlaps(Object[] arguments) {
    for (int i = 0; i < operands.size(); i++) {
      TensorParameter output = operands.get(i);
      for (int j = 0; output.written() && j < operands.size(); j++) {
        TensorParameter other = operands.get(j);
        if (i != j && (j > i || !other.written())) {
          checkDistinct(output, other, arguments);
        }
      }
    }
  }

  private void checkDistinct(TensorParameter output, TensorParameter other, Object[] arguments) {
    DeviceTensor a = (DeviceTensor) arguments[output.position()];
    DeviceTensor b = (DeviceTensor) arguments[other.position()];
    if (a.buffer() != b.buffer()) {
      return;
    }
    long elementsOfA = a.shape().elements();
    long elementsOfB = b.shape().elements();
    if (a.offset() >= b.offset() + elementsOfB || b.offset() >= a.offset() + elementsOfA) {
      return;
    }
    boolean same = a.offset() == b.offset() && elementsOfA == elementsOfB;
    if (!(same && output.mayBe().contains(other.name()))) {
      throw error(
          "%s overlaps %s: both lie in %s %s"
              .formatted(output.name(), other.name(), a.name(), a.shape()));
    }
  }

  private KernelArgumentException error(String what) {
    return new KernelArgumentException(signature.name() + ": " + what);
  }
}
