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
import org.jspecify.annotations.Nullable;

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
    Binding[] bound = new Binding[letters.size()];
    for (TensorParameter operand : checkOrder) {
      Shape shape = tensor(operand, arguments, backend).shape();
      checkShape(operand, shape, signature.axes(operand, arguments), bound);
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

  /** What a letter stands for in an operand: the length of an axis, or all further axes. */
  private record Binding(TensorParameter operand, Shape shape, Axis axis, int position) {
    int length() {
      return (shape.axis(position) - axis.more()) / axis.factor();
    }

    private int[] rest() {
      int[] axes = shape.toArray();
      return Arrays.copyOfRange(axes, position, axes.length);
    }

    boolean isSameAs(Binding other) {
      return axis.isRest() ? Arrays.equals(rest(), other.rest()) : length() == other.length();
    }

    String text() {
      int[] rest = axis.isRest() ? rest() : new int[] {length()};
      String value = rest.length == 1 ? "" + rest[0] : Arrays.toString(rest);
      return "%s %s has %s=%s".formatted(operand.name(), shape, axis.letter(), value);
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
      TensorParameter operand, Shape shape, List<Axis> axes, @Nullable Binding[] bound) {
    boolean open = axes.get(axes.size() - 1).isRest();
    int fixed = open ? axes.size() - 1 : axes.size();
    if (open ? shape.rank() < fixed : shape.rank() != fixed) {
      throw error(
          "%s %s has %d axes, not those of %s"
              .formatted(operand.name(), shape, shape.rank(), Axis.pattern(axes)));
    }
    for (int i = 0; i < axes.size(); i++) {
      Axis axis = axes.get(i);
      if (!axis.isRest() && !fits(axis, shape.axis(i) - axis.more())) {
        throw error("%s %s must be %s".formatted(operand.name(), shape, Axis.pattern(axes)));
      }
      boolean shared = axis.shareable() && shape.axis(i) == 1;
      if (!axis.letter().isEmpty() && !shared) {
        bind(new Binding(operand, shape, axis, i), bound);
      }
    }
  }

  /** Whether an axis can be as long as it is; {@code rest} is its length without its addend. */
  private static boolean fits(Axis axis, int rest) {
    return axis.letter().isEmpty() ? rest == 0 : rest >= 0 && rest % axis.factor() == 0;
  }

  private void bind(Binding binding, @Nullable Binding[] bound) {
    int slot = letters.indexOf(binding.axis().letter());
    Binding former = bound[slot];
    if (former == null) {
      bound[slot] = binding;
    } else if (!former.isSameAs(binding)) {
      throw error(
          "%s differ: %s, %s"
              .formatted(WORDS.get(binding.axis().letter()), former.text(), binding.text()));
    }
  }

  private void checkCondition(Condition condition, Object[] arguments) {
    Binding first = binding(condition.first(), arguments);
    Binding second = binding(condition.second(), arguments);
    int a = first.length();
    int b = second.length();
    if (condition.divides() ? a == 0 || b % a != 0 : a > b) {
      String what =
          condition.divides()
              ? "%s do not divide the %s"
                  .formatted(WORDS.get(first.axis().letter()), WORDS.get(second.axis().letter()))
              : "more chosen than there are";
      throw error("%s: %s, %s".formatted(what, first.text(), second.text()));
    }
  }

  private static Binding binding(LengthOf length, Object[] arguments) {
    TensorParameter operand = length.operand();
    Shape shape = ((DeviceTensor) arguments[operand.position()]).shape();
    for (int i = 0; ; i++) {
      if (operand.axes().get(i).letter().equals(length.letter())) {
        return new Binding(operand, shape, operand.axes().get(i), i);
      }
    }
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
