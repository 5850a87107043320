package dev.grok.bench;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.KernelSignature;
import dev.grok.api.kernel.KernelSignature.Role;
import dev.grok.api.kernel.KernelSignature.TensorParameter;
import dev.grok.api.spi.DeviceBuffer;
import dev.grok.api.spi.DeviceTensor;
import dev.grok.testkit.call.CallShape;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.KernelSpec;
import java.util.HashMap;
import java.util.Map;

/** Adds up the work of the kernel calls that the counting backend gets. */
final class WorkCounter {
  /** The backend that counts. */
  static final String BACKEND = "counting";

  /** Where the backend opened by a thread counts. */
  private static final ThreadLocal<WorkCounter> CURRENT = ThreadLocal.withInitial(WorkCounter::new);

  private final Map<DeviceBuffer, Double> touched = new HashMap<>();
  private double flops;
  private double bytes;
  private double divisions;

  /** What this thread counts from now on. */
  static WorkCounter begin() {
    CURRENT.remove();
    return CURRENT.get();
  }

  static WorkCounter current() {
    return CURRENT.get();
  }

  static void end() {
    CURRENT.remove();
  }

  void count(KernelSignature signature, Object[] arguments) {
    for (TensorParameter operand : signature.operands()) {
      DeviceTensor tensor = DeviceTensor.of((Tensor) arguments[operand.position()]);
      double size = tensor.shape().elements() * (double) tensor.dtype().bytes();
      bytes += signature.role(operand, arguments) == Role.UPDATED ? 2 * size : size;
      touched.merge(tensor.buffer(), size, Math::max);
    }
    CallShape shape = CallShape.of(signature, arguments);
    KernelSpec spec = Catalog.of(signature.name());
    flops += spec.flops(shape);
    divisions += spec.divisions(shape);
  }

  double flops() {
    return flops;
  }

  double bytes() {
    return bytes;
  }

  double divisions() {
    return divisions;
  }

  /** Bytes of all tensors touched. */
  double footprint() {
    return touched.values().stream().mapToDouble(x -> x).sum();
  }
}
