package dev.grok.backend.cuda.internal.kernels;

import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Philox;
import dev.grok.api.kernel.SamplingKernels;
import dev.grok.api.kernel.SgdRates;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.backend.cuda.internal.library.DeviceInfo;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers that both the host and the kernels know. Each is a macro of the same name in {@link
 * #header}, and so are the ordinals of {@link Activation} and {@link WeightDecay}, by which the
 * kernels know them: {@code ACTIVATION_RELU}, {@code WEIGHT_DECAY_L2}.
 */
public final class KernelConstants {
  /** Threads of a block where a kernel does not say otherwise. */
  public static final int THREADS = 256;

  /** Warps of such a block. */
  public static final int WARPS = THREADS / DeviceInfo.WARP;

  /**
   * Samples whose sum one block takes; a larger batch is split. Small, so that a single model fills
   * a device.
   */
  public static final int CHUNK = 64;

  /** Elements of a thread that adds a bias and activates. */
  public static final int ACTIVATION_ELEMENTS = 4;

  /** In place of an activation where a product has no epilogue. */
  public static final int NO_ACTIVATION = -1;

  public static final float LEAKY_SLOPE = (float) Activation.LEAKY_SLOPE;

  /** Elements of a thread of an elementwise product. */
  public static final int PRODUCT_ELEMENTS = 4;

  /** The most rows or columns that make a product thin. */
  public static final int THIN = 4;

  /** Rows of the matrix of a thin product for a block, where the matrix lies along k. */
  public static final int THIN_ROWS = 64;

  /** The most threads that a tile of a product has room for, down and across. */
  public static final int TILE_DOWN = 16;

  public static final int TILE_ACROSS = 32;

  /** Steps of k for which a tile keeps both factors in shared memory. */
  public static final int TILE_STEP = 16;

  /** Pairs of sample and head of a block of short attention. */
  public static final int SHORT_PAIRS = 4;

  /** Threads of such a block: a warp a pair. */
  public static final int SHORT_THREADS = SHORT_PAIRS * DeviceInfo.WARP;

  /** The most channels of a head for which a warp of short attention has registers. */
  public static final int SHORT_CHANNELS = 128;

  /** The same where there are at most two tokens. */
  public static final int SHORT_CHANNELS_OF_TWO = 256;

  /** Elements of a block of Adam. */
  public static final int ADAM_CHUNK = 4096;

  /** The most tensors of a launch of Adam. */
  public static final int ADAM_TENSORS = 48;

  /** Bytes of a tensor's entry: six addresses and six ints. */
  public static final int ADAM_ENTRY_BYTES = 6 * Long.BYTES + 6 * Integer.BYTES;

  static final int ADAM_LEARNING_RATE = AdamRates.LEARNING_RATE;
  static final int ADAM_ONE_MINUS_BETA1 = AdamRates.ONE_MINUS_BETA1;
  static final int ADAM_ONE_MINUS_BETA2 = AdamRates.ONE_MINUS_BETA2;
  static final int ADAM_EPSILON = AdamRates.EPSILON;
  static final int ADAM_WEIGHT_DECAY = AdamRates.WEIGHT_DECAY;
  static final int SGD_LEARNING_RATE = SgdRates.LEARNING_RATE;
  static final int SGD_MOMENTUM = SgdRates.MOMENTUM;
  static final int SGD_WEIGHT_DECAY = SgdRates.WEIGHT_DECAY;

  /** Words of a block of Philox. */
  public static final int PHILOX_WORDS = 4;

  static final int PHILOX_ROUNDS = Philox.ROUNDS;
  static final long PHILOX_M0 = Integer.toUnsignedLong(Philox.M0);
  static final long PHILOX_M1 = Integer.toUnsignedLong(Philox.M1);
  static final long PHILOX_W0 = Integer.toUnsignedLong(Philox.W0);
  static final long PHILOX_W1 = Integer.toUnsignedLong(Philox.W1);

  /** The upper half of the streams that shuffle. */
  static final long SHUFFLE_STREAM = SamplingKernels.SHUFFLE_STREAMS >>> 32;

  private KernelConstants() {}

  /** The header {@code constants.cuh}: a macro a line, ordered by name. */
  static String header() {
    StringBuilder header = new StringBuilder("#pragma once\n");
    macros().forEach((name, value) -> header.append("#define " + name + " " + value + "\n"));
    return header.toString();
  }

  /** The values as C++ writes them, by name. A long is an unsigned number of 32 bits. */
  static Map<String, String> macros() {
    Map<String, String> macros = new TreeMap<>();
    for (Field field : KernelConstants.class.getDeclaredFields()) {
      Class<?> type = field.getType();
      String suffix = type == float.class ? "f" : type == long.class ? "u" : "";
      macros.put(field.getName(), valueOf(field) + suffix);
    }
    for (Activation activation : Activation.values()) {
      macros.put("ACTIVATION_" + activation, "" + activation.ordinal());
    }
    for (WeightDecay decay : WeightDecay.values()) {
      macros.put("WEIGHT_DECAY_" + decay, "" + decay.ordinal());
    }
    return macros;
  }

  private static Object valueOf(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Prints the header, for a compiler that is called by hand. */
  public static void main(String[] arguments) {
    System.out.print(header());
  }
}
