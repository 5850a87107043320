package dev.grok.backend.cuda.internal.device;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A launch of a kernel: geometry and arguments, in the order of the kernel's parameters. */
public final class KernelStep implements Step {
  /** The most blocks along z. */
  public static final int MAX_Z = 65_535;

  private static final int MAX_Y = 65_535;

  /** Blocks along x beyond which threads take several elements. */
  private static final int MAX_X = 1 << 16;

  /** An argument that points into scratch memory. */
  private record Scratch(int argument, long offset, long stride) {}

  private final String family;
  private final String function;
  private final List<byte[]> arguments = new ArrayList<>();
  private final List<Scratch> scratches = new ArrayList<>();
  private int gridX = 1;
  private int gridY = 1;
  private int gridZ = 1;
  private int threads = KernelConstants.THREADS;
  private long scratchBytes;

  /** A launch of the function of that name in the family of that name. */
  public KernelStep(String family, String function) {
    this.family = family;
    this.function = function;
  }

  /** One thread an element, replicas along y. */
  public KernelStep elements(int perReplica, int replicas) {
    return elements(perReplica, 1, replicas);
  }

  /** One thread for several elements, replicas along y. */
  public KernelStep elements(int perReplica, int perThread, int replicas) {
    return blocks((perReplica - 1) / (perThread * KernelConstants.THREADS) + 1, replicas);
  }

  /** The given number of blocks along x, replicas along y; a kernel must stride over both. */
  public KernelStep blocks(int x, int replicas) {
    gridX = Math.min(x, MAX_X);
    gridY = Math.min(replicas, MAX_Y);
    return this;
  }

  /** Exactly so many blocks along x, replicas along y. */
  public KernelStep exactBlocks(long x, int replicas) {
    if (x > Integer.MAX_VALUE) {
      throw new GrokException("%s: too large for one launch: %d blocks".formatted(function, x));
    }
    gridX = (int) x;
    gridY = Math.min(replicas, MAX_Y);
    return this;
  }

  /** One block a replica. */
  public KernelStep blockPerReplica(int replicas) {
    return blocks(Math.min(replicas, MAX_X), 1);
  }

  public KernelStep depth(int z) {
    if (z > MAX_Z) {
      throw new GrokException("%s: too large for one launch: %d layers".formatted(function, z));
    }
    gridZ = z;
    return this;
  }

  public KernelStep threads(int number) {
    threads = number;
    return this;
  }

  /** An operand that is written: {@code Out} or {@code IntOut}. */
  public KernelStep out(Tensor tensor) {
    return add(view(addressOf(tensor), tensor.shape().product(1)));
  }

  /** An operand that is read and may be shared: {@code In} or {@code IntIn}. */
  public KernelStep in(Tensor tensor) {
    return add(view(addressOf(tensor), tensor.replicas() == 1 ? 0 : tensor.shape().product(1)));
  }

  /**
   * Scratch memory of the given number of floats a replica.
   *
   * @param offset floats of the scratch memory before it
   */
  public KernelStep scratch(int perReplica, int replicas, long offset) {
    scratches.add(new Scratch(arguments.size(), offset, perReplica));
    scratchBytes = Math.max(scratchBytes, (offset + (long) perReplica * replicas) * Float.BYTES);
    return add(view(0, perReplica));
  }

  private static byte[] view(long address, long stride) {
    return buffer(16).putLong(address).putLong(stride).array();
  }

  private KernelStep add(byte[] argument) {
    arguments.add(argument);
    return this;
  }

  public KernelStep arg(int value) {
    return ints(value);
  }

  public KernelStep arg(boolean value) {
    return arg(value ? 1 : 0);
  }

  public KernelStep arg(float value) {
    return add(buffer(Float.BYTES).putFloat(value).array());
  }

  /** A structure of ints, by value. */
  public KernelStep ints(int... fields) {
    ByteBuffer structure = buffer(fields.length * Integer.BYTES);
    structure.asIntBuffer().put(fields);
    return add(structure.array());
  }

  /** A structure, by value. */
  public KernelStep raw(ByteBuffer structure) {
    return add(structure.array());
  }

  /** A structure to be filled, in the device's byte order. */
  public static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Where a tensor's first element lies on the device. */
  public static long addressOf(Tensor tensor) {
    return ((CudaBuffer) tensor.buffer()).address() + tensor.offset() * Float.BYTES;
  }

  /** Elements of one replica, which the kernels count by 32 bits. */
  public static int perReplica(Tensor tensor) {
    long elements = tensor.shape().product(1);
    if (elements > Integer.MAX_VALUE) {
      throw new GrokException(
          "%s has %d elements a replica; the cuda backend takes at most %d"
              .formatted(tensor, elements, Integer.MAX_VALUE));
    }
    return (int) elements;
  }

  @Override
  public void prepare(WorkQueue queue) {
    queue.load(family, function);
  }

  @Override
  public long scratchBytes() {
    return scratchBytes;
  }

  @Override
  public void enqueue(WorkQueue queue, long scratchAddress) {
    queue.launch(
        family, function, new Grid(gridX, gridY, gridZ, threads), argumentsAt(scratchAddress));
  }

  private List<byte[]> argumentsAt(long scratchAddress) {
    if (scratches.isEmpty()) {
      return arguments;
    }
    List<byte[]> placed = new ArrayList<>(arguments);
    for (Scratch scratch : scratches) {
      placed.set(
          scratch.argument, view(scratchAddress + scratch.offset * Float.BYTES, scratch.stride));
    }
    return placed;
  }
}
