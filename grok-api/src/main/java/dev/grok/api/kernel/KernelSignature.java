package dev.grok.api.kernel;

import dev.grok.api.DType;
import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A kernel's operands, shapes and conditions as data, read from the {@linkplain Operand
 * annotations} of its method. Immutable.
 */
public final class KernelSignature {
  private static final Map<String, KernelSignature> ALL =
      Arrays.stream(Kernels.class.getMethods())
          .sorted(Comparator.comparing(Method::getName))
          .map(KernelSignature::new)
          .collect(
              Collectors.toMap(
                  KernelSignature::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));

  /** What a kernel does with an operand. */
  public enum Role {
    READ,
    OVERWRITTEN,
    UPDATED
  }

  /**
   * A tensor among the parameters.
   *
   * @param position among all parameters
   * @param role what the kernel does with it, unless a {@link Write} argument says more
   * @param axes its shape, with {@code ...} last if it is there
   * @param mayBe the inputs whose place it may take
   * @param below of ids and labels the letter that bounds them; else empty
   */
  public record TensorParameter(
      String name,
      int position,
      Role role,
      DType dtype,
      List<Axis> axes,
      List<String> mayBe,
      String below) {
    /** Whether the kernel changes it. */
    public boolean written() {
      return role != Role.READ;
    }

    /** Its shape as it is written: {@code [R?, B, C]}. */
    public String pattern() {
      return Axis.pattern(axes);
    }
  }

  /**
   * A parameter that is no tensor.
   *
   * @param position among all parameters
   * @param of the operands that a {@link Write} or {@link Transpose} is about
   * @param notNegative whether a number may not be negative
   */
  public record Attribute(
      String name, int position, Class<?> type, List<String> of, boolean notNegative) {}

  /** A length in a call: that of a letter in the shape of an operand. */
  public record LengthOf(TensorParameter operand, String letter) {}

  /**
   * A condition on two lengths.
   *
   * @param divides whether the first must divide the second; otherwise it must be at most the
   *     second
   */
  public record Condition(boolean divides, LengthOf first, LengthOf second) {}

  private final Method method;
  private final List<TensorParameter> operands = new ArrayList<>();
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<TensorParameter> checkOrder;
  private final List<Condition> conditions = new ArrayList<>();

  private KernelSignature(Method method) {
    this.method = method;
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      if (!parameters[i].isNamePresent()) {
        throw new IllegalStateException("compile grok-api with -parameters: operands need names");
      }
      if (parameters[i].getType() == Tensor.class) {
        operands.add(operand(parameters[i], i));
      } else {
        Operand.Of of = parameters[i].getAnnotation(Operand.Of.class);
        attributes.add(
            new Attribute(
                parameters[i].getName(),
                i,
                parameters[i].getType(),
                of == null ? List.of() : List.of(of.value()),
                parameters[i].isAnnotationPresent(Operand.NotNegative.class)));
      }
    }
    Operand.CheckedFrom order = method.getAnnotation(Operand.CheckedFrom.class);
    checkOrder =
        order == null ? operands : Arrays.stream(order.value()).map(this::operand).toList();
    Operand.Divides divides = method.getAnnotation(Operand.Divides.class);
    if (divides != null) {
      conditions.add(new Condition(true, length(divides.divisor()), length(divides.dividend())));
    }
    Operand.AtMost atMost = method.getAnnotation(Operand.AtMost.class);
    if (atMost != null) {
      conditions.add(new Condition(false, length(atMost.count()), length(atMost.limit())));
    }
  }

  private static TensorParameter operand(Parameter parameter, int position) {
    Operand.Reads reads = parameter.getAnnotation(Operand.Reads.class);
    Operand.Writes writes = parameter.getAnnotation(Operand.Writes.class);
    Operand.Updates updates = parameter.getAnnotation(Operand.Updates.class);
    Operand.Ints ints = parameter.getAnnotation(Operand.Ints.class);
    Operand.MayBe mayBe = parameter.getAnnotation(Operand.MayBe.class);
    Role role = reads != null ? Role.READ : writes != null ? Role.OVERWRITTEN : Role.UPDATED;
    String shape =
        reads != null ? reads.value() : writes != null ? writes.value() : updates.value();
    return new TensorParameter(
        parameter.getName(),
        position,
        role,
        ints == null ? DType.FLOAT32 : DType.INT32,
        Arrays.stream(shape.split(" ", -1)).map(Axis::of).toList(),
        mayBe == null ? List.of() : List.of(mayBe.value()),
        ints == null ? "" : ints.below());
  }

  private LengthOf length(String operandAndLetter) {
    String[] parts = operandAndLetter.split("[.]", -1);
    return new LengthOf(operand(parts[0]), parts[1]);
  }

  /** Those of all kernels, by name, in alphabetic order. */
  public static Map<String, KernelSignature> all() {
    return Collections.unmodifiableMap(ALL);
  }

  /**
   * That of one kernel.
   *
   * @throws IllegalArgumentException if there is no kernel of that name
   */
  public static KernelSignature of(String kernel) {
    KernelSignature signature = ALL.get(kernel);
    if (signature == null) {
      throw new IllegalArgumentException("there is no kernel '%s'".formatted(kernel));
    }
    return signature;
  }

  /** The kernel's name. */
  public String name() {
    return method.getName();
  }

  /** Its tensors, in the order of its parameters. */
  public List<TensorParameter> operands() {
    return Collections.unmodifiableList(operands);
  }

  /** Its other parameters, in their order. */
  public List<Attribute> attributes() {
    return Collections.unmodifiableList(attributes);
  }

  /** Its tensors in the order in which their shapes are checked. */
  public List<TensorParameter> checkOrder() {
    return Collections.unmodifiableList(checkOrder);
  }

  /** What must hold of lengths beside equality. */
  public List<Condition> conditions() {
    return Collections.unmodifiableList(conditions);
  }

  /**
   * The operand of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public TensorParameter operand(String name) {
    return operands.stream()
        .filter(o -> o.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("%s has no operand %s".formatted(name(), name)));
  }

  /**
   * The operand's axes in a call with these arguments, two of them swapped where it is transposed.
   */
  public List<Axis> axes(TensorParameter operand, Object[] arguments) {
    for (Attribute attribute : attributes) {
      if (arguments[attribute.position()] instanceof Transpose transpose) {
        int factor = attribute.of().indexOf(operand.name());
        if ((factor == 0 && transpose.a()) || (factor == 1 && transpose.b())) {
          List<Axis> swapped = new ArrayList<>(operand.axes());
          Collections.swap(swapped, swapped.size() - 2, swapped.size() - 1);
          return swapped;
        }
      }
    }
    return operand.axes();
  }

  /** What a call with these arguments does with the operand. */
  public Role role(TensorParameter operand, Object[] arguments) {
    for (Attribute attribute : attributes) {
      if (arguments[attribute.position()] == Write.ACCUMULATE
          && attribute.of().contains(operand.name())) {
        return Role.UPDATED;
      }
    }
    return operand.role();
  }

  /** The shape that the operand has in a call with these lengths and arguments. */
  public Shape shape(TensorParameter operand, Lengths lengths, Object[] arguments) {
    return Shape.of(
        axes(operand, arguments).stream()
            .flatMapToInt(axis -> IntStream.of(lengths.along(axis)))
            .toArray());
  }

  /** The lengths of a call whose operands fit; of what is shared R is that of the outputs. */
  public Lengths lengths(Object[] arguments) {
    Lengths lengths = Lengths.of("R 1");
    for (TensorParameter operand : checkOrder) {
      int[] shape = ((Tensor) arguments[operand.position()]).shape().toArray();
      List<Axis> axes = axes(operand, arguments);
      for (int i = 0; i < axes.size(); i++) {
        Axis axis = axes.get(i);
        if (axis.isRest()) {
          lengths = lengths.rest(Arrays.copyOfRange(shape, i, shape.length));
        } else if (!axis.letter().isEmpty() && !axis.shareable()) {
          lengths = lengths.with(axis.letter(), (shape[i] - axis.more()) / axis.factor());
        }
      }
    }
    return lengths;
  }

  /**
   * Calls the kernel.
   *
   * @param arguments in the order of its parameters
   */
  public void call(Kernels kernels, @Nullable Object... arguments) {
    try {
      method.invoke(kernels, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(name() + " threw a checked exception", e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Name and parameters: {@code fill(out [R, ...], value)}. */
  @Override
  public String toString() {
    return Arrays.stream(method.getParameters())
        .map(
            p ->
                p.getType() == Tensor.class
                    ? p.getName() + " " + operand(p.getName()).pattern()
                    : p.getName())
        .collect(Collectors.joining(", ", name() + "(", ")"));
  }
}
