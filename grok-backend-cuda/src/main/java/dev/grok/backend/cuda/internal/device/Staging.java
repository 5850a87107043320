package dev.grok.backend.cuda.internal.device;

import dev.grok.backend.cuda.internal.library.Status;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** A block of pinned host memory through which arrays go to the device and back, in pieces. */
final class Staging {
  /** Elements of a piece. */
  static final int ELEMENTS = 1 << 20;

  private final DeviceStream stream;
  private final Pointer memory = new Pointer();
  private final FloatPointer floats;
  private final IntPointer ints;

  /** Puts a piece of an array into the block, or takes it out. */
  @FunctionalInterface
  interface Piece {
    void transfer(int from, int count);
  }

  Staging(DeviceStream stream) {
    this.stream = stream;
    Status.runtime(cudart.cudaMallocHost(memory, (long) ELEMENTS * Float.BYTES), "cudaMallocHost");
    floats = new FloatPointer(memory);
    ints = new IntPointer(memory);
  }

  FloatPointer floats() {
    return floats;
  }

  IntPointer ints() {
    return ints;
  }

  /** Copies elements to the device; the array may be changed afterwards. */
  void write(long address, int elements, Piece fill) {
    stream.use();
    for (int from = 0; from < elements; from += ELEMENTS) {
      int count = Math.min(ELEMENTS, elements - from);
      fill.transfer(from, count);
      copy(new Address(address + 4L * from), memory, count, cudart.cudaMemcpyHostToDevice);
    }
  }

  /** Copies elements from the device once all earlier work is done. */
  void read(long address, int elements, Piece take) {
    stream.use();
    for (int from = 0; from < elements; from += ELEMENTS) {
      int count = Math.min(ELEMENTS, elements - from);
      copy(memory, new Address(address + 4L * from), count, cudart.cudaMemcpyDeviceToHost);
      take.transfer(from, count);
    }
  }

  private void copy(Pointer to, Pointer from, int count, int kind) {
    Status.runtime(
        cudart.cudaMemcpyAsync(to, from, (long) count * Float.BYTES, kind, stream.handle()),
        "cudaMemcpyAsync");
    stream.synchronize();
  }

  void free() {
    Status.runtime(cudart.cudaFreeHost(memory), "cudaFreeHost");
  }
}
