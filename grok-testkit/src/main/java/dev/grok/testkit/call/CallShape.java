package dev.grok.testkit.call;

import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.KernelSignature;
import dev.grok.api.kernel.KernelSignature.Attribute;
import dev.grok.api.kernel.KernelSignature.Role;
import dev.grok.api.kernel.KernelSignature.TensorParameter;
import dev.grok.api.kernel.Lengths;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel call without its tensors: which kernel, how long the axes are, and the other arguments.
 * Immutable.
 *
 * @param attributes the arguments that are no tensors, in the order of the parameters
 */
public record CallShape(KernelSignature signature, Lengths lengths, List<Object> attributes) {
  /** The shape of a call that is made with these arguments, all of which fit. */
  public static CallShape of(KernelSignature signature, Object[] arguments) {
    List<Object> attributes = new ArrayList<>();
    for (Attribute attribute : signature.attributes()) {
      attributes.add(arguments[attribute.position()]);
    }
    return new CallShape(signature, signature.lengths(arguments), List.copyOf(attributes));
  }

  /** The length of an axis that stands for one letter. */
  public int length(String letter) {
    return lengths.length(letter);
  }

  /** The number of elements of some axes: {@code "R B C"}. */
  public double elements(String axes) {
    return lengths.product(axes);
  }

  /** The only attribute of a type: its activation, its mask. */
  public <T> T attribute(Class<T> type) {
    return attributes.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  /** All arguments, with the given tensors at their places. */
  public Object[] arguments(List<Tensor> tensors) {
    Object[] arguments = new Object[signature.operands().size() + attributes.size()];
    for (int i = 0; i < tensors.size(); i++) {
      arguments[signature.operands().get(i).position()] = tensors.get(i);
    }
    for (int i = 0; i < attributes.size(); i++) {
      arguments[signature.attributes().get(i).position()] = attributes.get(i);
    }
    return arguments;
  }

  /** The shape of an operand. */
  public Shape shape(TensorParameter operand) {
    return signature.shape(operand, lengths, arguments(List.of()));
  }

  /** What the call does with an operand. */
  public Role role(TensorParameter operand) {
    return signature.role(operand, arguments(List.of()));
  }

  /** Whether the call adds to an output, or changes it in another way. */
  public boolean updates(String output) {
    return role(signature.operand(output)) == Role.UPDATED;
  }
}
