package dev.grok.testkit;

import dev.grok.api.DType;
import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One call of one kernel with the contents of all its operands, in the order of its parameters.
 * Immutable: every method that changes something gives a new one.
 */
record KernelCall(String kernel, String setting, List<Operand> operands, Body body) {
  /** What the kernel does with an operand. */
  enum Role {
    READ_SHAREABLE,
    READ,
    OVERWRITTEN,
    UPDATED
  }

  /** An operand's name in the Javadoc, its contents before the call, and the accuracy asked for. */
  record Operand(String name, Role role, Values values, Tolerance tolerance) {
    boolean written() {
      return role == Role.OVERWRITTEN || role == Role.UPDATED;
    }

    Operand with(Values other) {
      return new Operand(name, role, other, tolerance);
    }
  }

  /** Makes the call. */
  @FunctionalInterface
  interface Body {
    void call(Kernels kernels, Tensor[] operands);
  }

  static KernelCall of(String kernel) {
    return new KernelCall(kernel, "", List.of(), (kernels, operands) -> {});
  }

  /** An output whose former contents, NaN, must be lost. */
  KernelCall overwritten(String name, Tolerance tolerance, int... axes) {
    return and(
        name,
        Role.OVERWRITTEN,
        Values.constant(DType.FLOAT32, Shape.of(axes), Double.NaN),
        tolerance);
  }

  /** An int output whose former contents must be lost. */
  KernelCall overwrittenInts(String name, Tolerance tolerance, int... axes) {
    return and(
        name,
        Role.OVERWRITTEN,
        Values.constant(DType.INT32, Shape.of(axes), Integer.MIN_VALUE),
        tolerance);
  }

  KernelCall updated(String name, Tolerance tolerance, Values values) {
    return and(name, Role.UPDATED, values, tolerance);
  }

  /** An input that may be shared by all replicas. */
  KernelCall read(String name, Values values) {
    return and(name, Role.READ_SHAREABLE, values, Tolerances.EXACT);
  }

  /** An input of which every replica has its own. */
  KernelCall readOwn(String name, Values values) {
    return and(name, Role.READ, values, Tolerances.EXACT);
  }

  private KernelCall and(String name, Role role, Values values, Tolerance tolerance) {
    List<Operand> more = new ArrayList<>(operands);
    more.add(new Operand(name, role, values, tolerance));
    return new KernelCall(kernel, setting, List.copyOf(more), body);
  }

  KernelCall calls(Body newBody) {
    return calls("", newBody);
  }

  KernelCall calls(String newSetting, Body newBody) {
    return new KernelCall(kernel, newSetting, operands, newBody);
  }

  KernelCall with(String name, UnaryOperator<Values> change) {
    return mapped(o -> o.name().equals(name) ? o.with(change.apply(o.values())) : o);
  }

  /** The same with other contents of one operand. */
  KernelCall with(String name, Values values) {
    return with(name, former -> values);
  }

  /** One replica of it alone. */
  KernelCall replica(int r) {
    return mapped(o -> o.with(o.values().replica(r)));
  }

  /** The same call, noting which kernel it reaches. */
  KernelCall noted(KernelNotes notes) {
    return new KernelCall(
        kernel, setting, operands, (kernels, t) -> body.call(notes.noting(kernels), t));
  }

  /** The same call on absolute values: what its rounding errors are measured by. */
  KernelCall magnitudes() {
    return mapped(o -> o.with(o.values().map(Math::abs)));
  }

  KernelCall mapped(UnaryOperator<Operand> change) {
    return new KernelCall(kernel, setting, operands.stream().map(change).toList(), body);
  }

  Operand operand(String name) {
    return operands.stream().filter(o -> o.name().equals(name)).findFirst().orElseThrow();
  }

  Values values(String name) {
    return operand(name).values();
  }

  List<Operand> outputs() {
    return operands.stream().filter(Operand::written).toList();
  }

  int replicas() {
    return outputs().get(0).values().replicas();
  }

  /** For example {@code matmul A ACCUMULATE (c [3, 5, 7], a [3, 4, 5], b [1, 4, 7])}. */
  @Override
  public String toString() {
    return operands.stream()
        .map(o -> o.name() + " " + o.values().shape())
        .collect(
            Collectors.joining(
                ", ", kernel + (setting.isEmpty() ? "" : " " + setting) + " (", ")"));
  }
}
