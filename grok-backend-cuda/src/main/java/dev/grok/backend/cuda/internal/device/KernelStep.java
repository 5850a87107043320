package dev.grok.backend.cuda.internal.device;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.spi.DeviceTensor;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A launch of a kernel. Arguments are added in the order of the kernel's parameters. The method
 * that sets the number of blocks is called last: it adds the last argument, the number of replicas.
 */
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
  private int gridX;
  private int gridY;
  private int gridZ = 1;
  private int threads = KernelConstants.THREADS;
  private long scratchBytes;

  /** A launch of the function of that name in the family of that name. */
  public KernelStep(String family, String function) {
    this.family = family;
    this.function = function;
  }

  /** Operands that are written: {@code Out} or {@code IntOut}. */
  public KernelStep out(Tensor... tensors) {
    for (Tensor tensor : tensors) {
      arguments.add(view(addressOf(tensor), tensor.shape().product(1)));
    }
    return this;
  }

  /** Operands that are read and may be shared: {@code In} or {@code IntIn}. */
  public KernelStep in(Tensor... tensors) {
    for (Tensor tensor : tensors) {
      arguments.add(view(addressOf(tensor), stride(tensor)));
    }
    return this;
  }

  /**
   * Scratch memory of the given number of floats a replica.
   *
   * @param offset floats of the scratch memory before it
   */
  public KernelStep scratch(int perReplica, int replicas, long offset) {
    scratches.add(new Scratch(arguments.size(), offset, perReplica));
    scratchBytes = Math.max(scratchBytes, (offset + (long) perReplica * replicas) * Float.BYTES);
    arguments.add(view(0, perReplica));
    return this;
  }

  private static byte[] view(long address, long stride) {
    return buffer(2 * Long.BYTES).putLong(address).putLong(stride).array();
  }

  public KernelStep args(int... values) {
    for (int value : values) {
      structure(value);
    }
    return this;
  }

  public KernelStep arg(boolean value) {
    return args(value ? 1 : 0);
  }

  public KernelStep arg(float value) {
    return structure(buffer(Float.BYTES).putFloat(value));
  }

  /** A structure of ints, by value. */
  public KernelStep structure(int... fields) {
    ByteBuffer structure = buffer(fields.length * Integer.BYTES);
    structure.asIntBuffer().put(fields);
    return structure(structure);
  }

  /** A structure, by value. */
  public KernelStep structure(ByteBuffer structure) {
    byte[] value = new byte[structure.capacity()];
    structure.get(0, value);
    arguments.add(value);
    return this;
  }

  /** A structure to be filled, in the device's byte order. */
  public static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Threads of a block. */
  public KernelStep threads(int number) {
    threads = number;
    return this;
  }

  /** Blocks along z. */
  public KernelStep depth(int z) {
    if (z > MAX_Z) {
      throw new GrokException("%s: too large for one launch: %d layers".formatted(function, z));
    }
    gridZ = z;
    return this;
  }

  /** One thread an element; adds the number of elements of a replica as well. */
  public KernelStep elementsOf(Tensor tensor) {
    return elementsOf(tensor, 1);
  }

  /** One thread for several elements; adds the number of elements of a replica as well. */
  public KernelStep elementsOf(Tensor tensor, int perThread) {
    int n = perReplica(tensor);
    return args(n).elements(Grid.parts(n, perThread), tensor.replicas());
  }

  /** One thread an element, replicas along y. */
  public KernelStep elements(int perReplica, int replicas) {
    return strided(Grid.parts(perReplica, KernelConstants.THREADS), replicas, replicas);
  }

  /** One thread a replica. */
  public KernelStep threadPerReplica(int replicas) {
    return strided(Grid.parts(replicas, KernelConstants.THREADS), 1, replicas);
  }

  /** One block a replica. */
  public KernelStep blockPerReplica(int replicas) {
    return strided(replicas, 1, replicas);
  }

  /** So many blocks or fewer, for a kernel that strides over both axes. */
  private KernelStep strided(int x, int y, int replicas) {
    return grid(Math.min(x, MAX_X), Math.min(y, MAX_Y)).args(replicas);
  }

  /** One warp a row, replicas along y. */
  public KernelStep warpPerRow(long rows, int replicas) {
    return blocks(Grid.parts(rows, KernelConstants.WARPS), replicas);
  }

  /** Exactly so many blocks along x, replicas along y. */
  public KernelStep blocks(long x, int replicas) {
    return grid(x, Math.min(replicas, MAX_Y)).args(replicas);
  }

  /** Exactly so many blocks, for a kernel without the number of replicas. */
  public KernelStep blocks(long x) {
    return grid(x, 1);
  }

  private KernelStep grid(long x, int y) {
    if (x > Integer.MAX_VALUE) {
      throw new GrokException("%s: too large for one launch: %d blocks".formatted(function, x));
    }
    gridX = (int) x;
    gridY = y;
    return this;
  }

  /** Where a tensor's first element lies on the device. */
  public static long addressOf(Tensor tensor) {
    DeviceTensor operand = DeviceTensor.of(tensor);
    return ((CudaBuffer) operand.buffer()).address() + operand.offset() * Float.BYTES;
  }

  /** Elements from replica to replica of an operand that is read; 0 if all share it. */
  public static long stride(Tensor tensor) {
    return tensor.replicas() == 1 ? 0 : tensor.shape().product(1);
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
  public boolean isEmpty() {
    return gridX == 0 || gridY == 0 || gridZ == 0;
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
