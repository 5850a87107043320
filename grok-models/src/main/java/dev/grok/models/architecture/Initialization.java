package dev.grok.models.architecture;

import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * How the initial values of a parameter are drawn, each from the parameter's own stream in the
 * order of PyTorch's layout, rounded to float32. The distributions are PyTorch's ({@code
 * torch.nn.init}); the numbers come from {@link RandomStream} and are the same on every machine.
 */
@FunctionalInterface
public interface Initialization {
  /** The next value. */
  double next(RandomStream random);

  /**
   * All values of a parameter. Its stream is a function of its name, so a parameter more or less,
   * or a reordering, changes no other.
   *
   * @param name PyTorch's name of the parameter
   * @return [count], row-major in PyTorch's layout
   */
  default double[] draw(long seed, Purpose purpose, String name, int count) {
    CRC32 substream = new CRC32();
    substream.update(name.getBytes(StandardCharsets.UTF_8));
    RandomStream random = new RandomStream(seed, purpose, substream.getValue());
    double[] values = new double[count];
    Arrays.setAll(values, i -> next(random));
    return values;
  }

  /** Uniform on [-bound, bound). */
  static Initialization uniform(double bound) {
    return random -> random.uniform(bound);
  }

  /** Normal. */
  static Initialization normal(double mean, double deviation) {
    return random -> (float) (mean + deviation * random.normal());
  }

  /** Always the same. */
  static Initialization constant(double value) {
    return random -> (float) value;
  }

  /**
   * PyTorch's default for the weight and the bias of {@code nn.Linear}, uniform on ±1/√fan_in,
   * times a scale. (PyTorch writes the weight's as {@code kaiming_uniform_} with a = √5.)
   */
  static Initialization linear(int fanIn, double scale) {
    return uniform(scale / StrictMath.sqrt(fanIn));
  }

  /** PyTorch's default for {@code nn.Embedding}: standard normal. */
  static Initialization embedding() {
    return normal(0, 1);
  }

  /**
   * PyTorch's {@code kaiming_uniform_}: uniform on ±gain √(3/fan_in), hence of deviation
   * gain/√fan_in (He et al. 2015).
   *
   * @param gain of the activation behind it: √2 for ReLU, 5/3 for tanh, 1 for none
   */
  static Initialization kaimingUniform(int fanIn, double gain) {
    return uniform(gain * StrictMath.sqrt(3.0 / fanIn));
  }

  /** PyTorch's {@code kaiming_normal_}: mean 0, deviation gain/√fan_in (He et al. 2015). */
  static Initialization kaimingNormal(int fanIn, double gain) {
    return normal(0, gain / StrictMath.sqrt(fanIn));
  }

  /**
   * PyTorch's {@code xavier_uniform_}: uniform on ±gain √(6/(fan_in + fan_out)) (Glorot and Bengio
   * 2010). {@code nn.MultiheadAttention} draws its {@code in_proj_weight} [3C, C] so, with fan_in =
   * C, fan_out = 3C and gain 1.
   */
  static Initialization xavierUniform(int fanIn, int fanOut, double gain) {
    return uniform(gain * StrictMath.sqrt(6.0 / ((double) fanIn + fanOut)));
  }
}
