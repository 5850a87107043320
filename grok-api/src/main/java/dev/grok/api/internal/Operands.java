package dev.grok.api.internal;

import dev.grok.api.Backend;
import dev.grok.api.DType;
import dev.grok.api.GrokException;
import dev.grok.api.KernelArgumentException;
import dev.grok.api.MemoryScope;
import dev.grok.api.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the operands of one kernel call against its shape table. A pattern is the table's row:
 * {@code "R? M K"}; a letter means the same length wherever it stands, {@code R?} is R or 1, {@code
 * 3C} thrice C, {@code N+1} one more than N, {@code ...} any further axes, a number itself.
 */
final class Operands {
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
          Map.entry("...", "shapes"));

  private static final Pattern MULTIPLE = Pattern.compile("([0-9]*)([A-Z])(?:[+]([0-9]+))?");

  private record Operand(String name, Tensor tensor, String[] axes, boolean written) {}

  private record Binding(String letter, Operand operand, int[] lengths) {
    String text() {
      String value = lengths.length == 1 ? "" + lengths[0] : Arrays.toString(lengths);
      return "%s %s has %s=%s".formatted(operand.name, operand.tensor.shape(), letter, value);
    }
  }

  private final String kernel;
  private final Backend backend;
  private final List<Operand> operands = new ArrayList<>();
  private final List<Binding> bindings = new ArrayList<>();
  private final Set<String> mayAlias = new LinkedHashSet<>();

  Operands(String kernel, Backend backend) {
    this.kernel = kernel;
    this.backend = backend;
  }

  Operands write(String name, Tensor tensor, String pattern) {
    return operand(name, tensor, pattern, DType.FLOAT32, true);
  }

  Operands read(String name, Tensor tensor, String pattern) {
    return operand(name, tensor, pattern, DType.FLOAT32, false);
  }

  Operands writeInts(String name, Tensor tensor, String pattern) {
    return operand(name, tensor, pattern, DType.INT32, true);
  }

  Operands readInts(String name, Tensor tensor, String pattern) {
    return operand(name, tensor, pattern, DType.INT32, false);
  }

  /** Allows the output to be exactly the same elements as the named input. */
  Operands mayBe(String output, String input) {
    mayAlias.add(output + "=" + input);
    return this;
  }

  private Operands operand(
      String name, Tensor tensor, String pattern, DType dtype, boolean written) {
    String[] axes = pattern.split(" ");
    if (tensor.scope().backend() != backend) {
      throw error(
          "%s %s belongs to backend %s, not to this backend %s"
              .formatted(name, tensor.shape(), tensor.scope().backend(), backend));
    }
    if (!tensor.scope().isOpen()) {
      throw new GrokException(
          "%s: %s (%s) is used after its memory scope '%s' was closed"
              .formatted(kernel, name, tensor, tensor.scope().name()));
    }
    if (tensor.dtype() != dtype) {
      throw error("%s %s is %s, not %s".formatted(name, tensor.shape(), tensor.dtype(), dtype));
    }
    boolean open = axes[axes.length - 1].equals("...");
    int fixed = open ? axes.length - 1 : axes.length;
    int rank = tensor.shape().rank();
    if (open ? rank < fixed : rank != fixed) {
      throw error(
          "%s %s has %d axes, not those of [%s]"
              .formatted(name, tensor.shape(), rank, String.join(", ", axes)));
    }
    Operand operand = new Operand(name, tensor, axes, written);
    operands.add(operand);
    int[] lengths = tensor.shape().toArray();
    for (int i = 0; i < fixed; i++) {
      bind(axes[i], operand, lengths[i]);
    }
    if (open) {
      bind("...", operand, Arrays.copyOfRange(lengths, fixed, rank));
    }
    return this;
  }

  private void bind(String letter, Operand operand, int... lengths) {
    Matcher multiple = MULTIPLE.matcher(letter);
    if (letter.length() > 1 && multiple.matches()) {
      int factor = multiple.group(1).isEmpty() ? 1 : Integer.parseInt(multiple.group(1));
      int more = multiple.group(3) == null ? 0 : Integer.parseInt(multiple.group(3));
      requireForm(lengths[0] >= more && (lengths[0] - more) % factor == 0, operand);
      bind(multiple.group(2), operand, (lengths[0] - more) / factor);
      return;
    }
    if (Character.isDigit(letter.charAt(0))) {
      requireForm(lengths[0] == Integer.parseInt(letter), operand);
      return;
    }
    boolean shareable = letter.equals("R?");
    String plain = shareable ? "R" : letter;
    if (shareable && lengths[0] == 1) {
      return;
    }
    Binding binding = new Binding(plain, operand, lengths);
    for (Binding former : bindings) {
      if (former.letter.equals(plain)) {
        if (!Arrays.equals(former.lengths, lengths)) {
          throw error(
              "%s differ: %s, %s".formatted(WORDS.get(plain), former.text(), binding.text()));
        }
        return;
      }
    }
    bindings.add(binding);
  }

  private void requireForm(boolean holds, Operand operand) {
    if (!holds) {
      throw error(
          "%s %s must be [%s]"
              .formatted(operand.name, operand.tensor.shape(), String.join(", ", operand.axes)));
    }
  }

  /** Checks aliasing and describes the call. */
  CheckedKernels.Call check() {
    Set<MemoryScope> scopes = new LinkedHashSet<>();
    int replicas = 0;
    for (int i = 0; i < operands.size(); i++) {
      Operand operand = operands.get(i);
      scopes.add(operand.tensor.scope());
      if (operand.written) {
        replicas = operand.tensor.replicas();
        for (int j = 0; j < operands.size(); j++) {
          if (i != j && (j > i || !operands.get(j).written)) {
            requireDistinct(operand, operands.get(j));
          }
        }
      }
    }
    return new CheckedKernels.Call(kernel, replicas, scopes);
  }

  private void requireDistinct(Operand output, Operand other) {
    Tensor a = output.tensor;
    Tensor b = other.tensor;
    if (a.buffer() != b.buffer()
        || a.offset() >= b.offset() + b.shape().elements()
        || b.offset() >= a.offset() + a.shape().elements()) {
      return;
    }
    boolean same = a.offset() == b.offset() && a.shape().elements() == b.shape().elements();
    if (same && mayAlias.contains(output.name + "=" + other.name)) {
      return;
    }
    throw error(
        "%s overlaps %s: both lie in %s %s"
            .formatted(output.name, other.name, a.name(), a.shape()));
  }

  KernelArgumentException error(String what) {
    return new KernelArgumentException(kernel + ": " + what);
  }
}
