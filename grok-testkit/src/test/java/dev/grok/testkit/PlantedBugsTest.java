package dev.grok.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.DType;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Kernels;
import dev.grok.backend.reference.ReferenceDriver;
import dev.grok.backend.reference.ReferenceKernels;
import dev.grok.testkit.ContractRunner.ContractTest;
import dev.grok.testkit.ContractRunner.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract fails where it must, and does not where it must not. */
class PlantedBugsTest {
  @ParameterizedTest
  @EnumSource(PlantedBug.class)
  void theContractSeesTheBug(PlantedBug bug) {
    KernelContract contract = PlantedProvider.contract(bug.driver);
    List<ContractTest> group =
        ContractRunner.tests().stream().filter(test -> test.group().equals(bug.group)).toList();
    assertThat(group).isNotEmpty();
    assertThat(group.stream().map(test -> test.run(contract)).filter(o -> !o.passed()).findFirst())
        .as("%s against %s", bug, bug.group)
        .hasValueSatisfying(
            failure -> assertThat(failure.sentence()).doesNotContain("IndexOutOfBounds"));
  }

  @Test
  void whatIsRoundedToFloat32Passes() {
    KernelContract contract =
        PlantedProvider.contract(() -> new ReferenceDriver(rounded(new ReferenceKernels())));
    assertThat(ContractRunner.tests().stream().map(test -> test.run(contract)))
        .hasSizeGreaterThan(50)
        .allSatisfy(outcome -> assertThat(outcome).matches(Outcome::passed));
  }

  /** Every result rounded to float32: the best that any float32 backend can do. */
  private static Kernels rounded(Kernels kernels) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              try {
                method.invoke(kernels, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
              for (Object argument : arguments) {
                if (argument instanceof Tensor tensor && tensor.dtype() == DType.FLOAT32) {
                  tensor.write(Arrays.stream(tensor.doubles()).map(x -> (float) x).toArray());
                }
              }
              return null;
            });
  }
}
