package dev.grok.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.DType;
import dev.grok.api.Shape;
import dev.grok.api.kernel.KernelSignature.Role;
import dev.grok.api.kernel.KernelSignature.TensorParameter;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelSignatureTest {
  private final KernelSignature matmul = KernelSignature.of("matmul");

  @Test
  void aSignatureIsReadFromTheMethod() {
    assertThat(matmul)
        .hasToString("matmul(c [R, M, N], a [R?, M, K], b [R?, K, N], transpose, write)");
    assertThat(matmul.checkOrder())
        .extracting(TensorParameter::name)
        .containsExactly("a", "b", "c");
    assertThat(KernelSignature.of("gatherInts").operand("index"))
        .returns(DType.INT32, TensorParameter::dtype)
        .returns("V", TensorParameter::below);
  }

  @Test
  void shapesAndRolesFollowFromLengthsAndArguments() {
    Lengths lengths = Lengths.of("R 2 M 3 N 5 K 7");
    Object[] arguments = {null, null, null, Transpose.B, Write.ACCUMULATE};
    assertThat(matmul.shape(matmul.operand("a"), lengths, arguments)).isEqualTo(Shape.of(2, 3, 7));
    assertThat(matmul.shape(matmul.operand("b"), lengths, arguments)).isEqualTo(Shape.of(2, 5, 7));
    assertThat(matmul.role(matmul.operand("c"), arguments)).isEqualTo(Role.UPDATED);
    assertThat(matmul.role(matmul.operand("a"), arguments)).isEqualTo(Role.READ);
    KernelSignature attention = KernelSignature.of("attentionForward");
    assertThat(
            attention.shape(
                attention.operand("qkv"), Lengths.of("R 1 B 2 T 3 C 4 H 2"), new Object[4]))
        .isEqualTo(Shape.of(1, 2, 3, 12));
    KernelSignature shuffle = KernelSignature.of("shuffledBatch");
    assertThat(shuffle.shape(shuffle.operand("workspace"), Lengths.of("R 1 N 9"), new Object[4]))
        .isEqualTo(Shape.of(1, 10));
    assertThatThrownBy(() -> matmul.shape(matmul.operand("c"), Lengths.of("R 2"), arguments))
        .hasMessageStartingWith("no length is given for M");
  }

  /** Every tensor says what the kernel does with it, in letters that the package page explains. */
  @Test
  void everyKernelSaysAllOfItsOperands() {
    Set<String> letters = Set.of("R", "B", "T", "C", "V", "D", "H", "M", "N", "K", "...", "");
    assertThat(KernelSignature.all()).hasSizeGreaterThan(30);
    for (KernelSignature signature : KernelSignature.all().values()) {
      assertThat(signature.operands()).as("%s", signature).isNotEmpty();
      for (TensorParameter operand : signature.operands()) {
        assertThat(letters)
            .as("%s", signature)
            .containsAll(operand.axes().stream().map(Axis::letter).toList());
        assertThat(signature.operands())
            .as("%s", signature)
            .extracting(TensorParameter::name)
            .containsAll(operand.mayBe());
      }
    }
  }
}
