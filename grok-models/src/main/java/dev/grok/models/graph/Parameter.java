package dev.grok.models.graph;

import dev.grok.api.GrokException;
import dev.grok.models.io.HostTensor;
import java.util.Arrays;

/**
 * A trained tensor with a leading replica axis.
 *
 * @param name PyTorch's name, for example {@code decoder.0.weight}
 * @param layout how it lies in memory compared with PyTorch
 * @param value the tensor [R, ...] and its gradient
 */
public record Parameter(String name, Layout layout, Value value) {
  /** How a parameter lies in memory compared with PyTorch. */
  public enum Layout {
    /** As there. */
    PLAIN,
    /**
     * A linear layer's weight: [in, out] here, so that x W needs no transposition; [out, in] there.
     */
    LINEAR
  }

  /** The shape of one replica in PyTorch's layout. */
  public int[] hostShape() {
    int[] axes = value.data().shape().toArray();
    int[] shape = Arrays.copyOfRange(axes, 1, axes.length);
    return layout == Layout.LINEAR ? new int[] {shape[1], shape[0]} : shape;
  }

  /**
   * Sets one replica.
   *
   * @throws GrokException if the shape differs
   */
  public void load(int replica, HostTensor host) {
    host.requireShape(name, hostShape());
    HostTensor laid = layout == Layout.LINEAR ? host.transposed() : host;
    value.data().slice(replica, replica + 1).write(laid.values());
  }

  /** The values of one replica, in PyTorch's layout. */
  public HostTensor host(int replica) {
    return toHost(value.data().slice(replica, replica + 1).doubles());
  }

  /** The gradient of one replica, in PyTorch's layout. */
  public HostTensor hostGradient(int replica) {
    return toHost(value.gradient().slice(replica, replica + 1).doubles());
  }

  private HostTensor toHost(double[] values) {
    int[] axes = value.data().shape().toArray();
    HostTensor laid = HostTensor.floats(Arrays.copyOfRange(axes, 1, axes.length), values);
    return layout == Layout.LINEAR ? laid.transposed() : laid;
  }
}
