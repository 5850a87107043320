package dev.grok.testkit;

import dev.grok.api.backend.Backend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Runs the contract on a backend without a test engine: {@code grok selftest}. */
public final class ContractRunner {
  private ContractRunner() {}

  /** Hears of every test when it is over. */
  @FunctionalInterface
  public interface Listener {
    void finished(Outcome outcome);
  }

  /**
   * How a test ended.
   *
   * @param group the contract, for example {@code MatmulContract}
   * @param test the test, for example {@code matmulAgreesOnEverySizeOfEveryAxis}
   * @param passed whether it passed
   * @param sentence what is wrong; empty if nothing is
   */
  public record Outcome(String group, String test, boolean passed, String sentence) {}

  /** How many tests passed and failed. */
  public record Summary(int passed, int failed) {}

  /** One test of the contract. */
  public static final class ContractTest {
    private final Method method;

    private ContractTest(Method method) {
      this.method = method;
    }

    /** The contract it belongs to, for example {@code MatmulContract}. */
    public String group() {
      return method.getDeclaringClass().getSimpleName();
    }

    public String name() {
      return method.getName();
    }

    /** Runs it; every failure, error and exception is an outcome. */
    public Outcome run(KernelContract contract) {
      try {
        method.invoke(contract);
        return new Outcome(group(), name(), true, "");
      } catch (InvocationTargetException e) {
        return new Outcome(group(), name(), false, sentence(e.getTargetException()));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String sentence(Throwable failure) {
      String message = String.valueOf(failure.getMessage());
      return failure instanceof AssertionError
          ? message
          : failure.getClass().getSimpleName() + ": " + message;
    }
  }

  /** All tests, by group and name. */
  public static List<ContractTest> tests() {
    return Arrays.stream(KernelContract.class.getMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(ContractTest::new)
        .sorted(Comparator.comparing(ContractTest::group).thenComparing(ContractTest::name))
        .toList();
  }

  /**
   * Runs all tests. A backend that does not check ids is let pass: see {@link
   * BackendContract#checksIds()}.
   *
   * @param backends opens the backend under test; each test opens its own
   */
  public static Summary run(Supplier<Backend> backends, Listener listener) {
    KernelContract contract =
        new KernelContract() {
          @Override
          public Backend open() {
            return backends.get();
          }

          @Override
          public boolean checksIds() {
            return false;
          }
        };
    int passed = 0;
    int failed = 0;
    for (ContractTest test : tests()) {
      Outcome outcome = test.run(contract);
      listener.finished(outcome);
      passed += outcome.passed() ? 1 : 0;
      failed += outcome.passed() ? 0 : 1;
    }
    return new Summary(passed, failed);
  }
}
