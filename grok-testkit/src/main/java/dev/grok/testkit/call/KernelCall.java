package dev.grok.testkit.call;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.KernelSignature.Role;
import dev.grok.api.kernel.KernelSignature.TensorParameter;
import dev.grok.api.kernel.Kernels;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One call of one kernel with the contents of all its operands, in the order of its parameters.
 * Immutable: every method that changes something gives a new one.
 */
public record KernelCall(CallShape shape, List<Operand> operands) {
  /** An operand and its contents before the call. */
  public record Operand(TensorParameter parameter, Role role, Contents contents) {
    /** Its name. */
    public String name() {
      return parameter.name();
    }

    /** Whether the call changes it. */
    public boolean written() {
      return role != Role.READ;
    }

    /** Whether all replicas may share it. */
    public boolean shareable() {
      return parameter.axes().get(0).shareable();
    }

    /** The same with other contents. */
    public Operand with(Contents other) {
      return new Operand(parameter, role, other);
    }
  }

  /** The kernel's name. */
  public String kernel() {
    return shape.signature().name();
  }

  /** The same with changed contents of one operand. */
  public KernelCall with(String name, UnaryOperator<Contents> change) {
    return mapped(o -> o.name().equals(name) ? o.with(change.apply(o.contents())) : o);
  }

  /** The same with other contents of one operand. */
  public KernelCall with(String name, Contents contents) {
    return with(name, former -> contents);
  }

  /** The same with another argument in the place of one that is no tensor. */
  public KernelCall withAttribute(String name, Object value) {
    List<Object> attributes =
        IntStream.range(0, shape.attributes().size())
            .mapToObj(
                i ->
                    shape.signature().attributes().get(i).name().equals(name)
                        ? value
                        : shape.attributes().get(i))
            .toList();
    return new KernelCall(new CallShape(shape.signature(), shape.lengths(), attributes), operands);
  }

  /** One replica of it alone. */
  public KernelCall replica(int r) {
    return mapped(o -> o.with(o.contents().replica(r)));
  }

  /** The same call on absolute values: what its rounding errors are measured by. */
  public KernelCall magnitudes() {
    return mapped(o -> o.with(o.contents().map(Math::abs)));
  }

  /** The same with every operand changed. */
  public KernelCall mapped(UnaryOperator<Operand> change) {
    return new KernelCall(shape, operands.stream().map(change).toList());
  }

  /** Contents of an operand before the call. */
  public Contents contents(String name) {
    return operands.stream()
        .filter(o -> o.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(this + " has no operand " + name))
        .contents();
  }

  /** What the call changes. */
  public List<Operand> outputs() {
    return operands.stream().filter(Operand::written).toList();
  }

  /**
   * Makes the call.
   *
   * @param tensors one for each operand, in their order
   */
  public void call(Kernels kernels, List<Tensor> tensors) {
    shape.signature().call(kernels, shape.arguments(tensors));
  }

  /** For example {@code matmul A ACCUMULATE (c [3, 5, 7], a [3, 4, 5], b [1, 4, 7])}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(kernel());
    shape.attributes().forEach(attribute -> text.append(' ').append(attribute));
    return text.append(
            operands.stream()
                .map(o -> o.name() + " " + o.contents().shape())
                .collect(Collectors.joining(", ", " (", ")")))
        .toString();
  }
}
