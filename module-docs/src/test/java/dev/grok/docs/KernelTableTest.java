package dev.grok.docs;

import dev.grok.api.DType;
import dev.grok.api.kernel.KernelSignature;
import dev.grok.api.kernel.KernelSignature.Role;
import dev.grok.api.kernel.KernelSignature.TensorParameter;
import dev.grok.api.kernel.Kernels;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of kernels in api.md follows from their signatures. */
class KernelTableTest {
  @Test
  void theTableOfKernels() throws IOException {
    StringBuilder table =
        new StringBuilder("| kernel | writes | updates | reads |\n|---|---|---|---|\n");
    for (Class<?> group : Kernels.class.getInterfaces()) {
      table.append("| **%s** | | | |\n".formatted(group.getSimpleName()));
      Arrays.stream(group.getDeclaredMethods())
          .map(Method::getName)
          .sorted(Comparator.naturalOrder())
          .forEach(kernel -> table.append(row(KernelSignature.of(kernel))));
    }
    GeneratedText.require("api.md", "kernels", table.toString());
  }

  private static String row(KernelSignature kernel) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            kernel.name(),
            operands(kernel, Role.OVERWRITTEN),
            operands(kernel, Role.UPDATED),
            operands(kernel, Role.READ));
  }

  private static String operands(KernelSignature kernel, Role role) {
    return kernel.operands().stream()
        .filter(operand -> operand.role() == role)
        .map(operand -> text(kernel, operand))
        .collect(Collectors.joining(", "));
  }

  private static String text(KernelSignature kernel, TensorParameter operand) {
    StringBuilder text = new StringBuilder("%s `%s`".formatted(operand.name(), operand.pattern()));
    if (operand.dtype() == DType.INT32) {
      text.append(operand.below().isEmpty() ? " ints" : " in 0..%s-1".formatted(operand.below()));
    }
    if (!operand.mayBe().isEmpty()) {
      text.append(" (may be %s)".formatted(String.join(" or ", operand.mayBe())));
    }
    List<String> adding =
        kernel.attributes().stream()
            .filter(
                a -> a.type().getSimpleName().equals("Write") && a.of().contains(operand.name()))
            .map(KernelSignature.Attribute::name)
            .toList();
    if (!adding.isEmpty()) {
      text.append(" (or adds, by %s)".formatted(adding.get(0)));
    }
    return text.toString();
  }
}
