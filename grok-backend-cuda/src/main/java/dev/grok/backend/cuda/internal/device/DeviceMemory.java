package dev.grok.backend.cuda.internal.device;

import dev.grok.api.GrokException;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.backend.cuda.internal.library.Status;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Takes memory from the device and counts it. */
final class DeviceMemory {
  private final DeviceStream stream;
  private long bytesInUse;

  DeviceMemory(DeviceStream stream) {
    this.stream = stream;
  }

  /** A block of zeros. */
  MemoryBlock allocateZeros(String name, long bytes) {
    MemoryBlock block = allocate(name, bytes);
    if (bytes > 0) {
      try {
        Status.runtime(
            cudart.cudaMemsetAsync(new Address(block.address()), 0, bytes, stream.handle()),
            "cudaMemsetAsync");
      } catch (GrokException failed) {
        free(block);
        throw failed;
      }
    }
    return block;
  }

  /**
   * A block with arbitrary contents.
   *
   * @throws OutOfDeviceMemoryException if there is not enough; the device stays usable
   */
  MemoryBlock allocate(String name, long bytes) {
    stream.use();
    if (bytes == 0) {
      return MemoryBlock.NONE;
    }
    Pointer result = new Pointer();
    int status = cudart.cudaMalloc(result, bytes);
    if (status == cudart.cudaErrorMemoryAllocation) {
      cudart.cudaGetLastError();
      throw outOfMemory(name, bytes);
    }
    Status.runtime(status, "cudaMalloc");
    bytesInUse += bytes;
    return new MemoryBlock(result.address(), bytes);
  }

  private OutOfDeviceMemoryException outOfMemory(String name, long bytes) {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      Status.runtime(cudart.cudaMemGetInfo(free, total), "cudaMemGetInfo");
      return new OutOfDeviceMemoryException(
          "cannot allocate %s on %s: it takes %d bytes, this backend already holds %d, the device has %d of %d free"
              .formatted(name, stream.device().name(), bytes, bytesInUse, free.get(), total.get()));
    }
  }

  /** Frees a block, after the work that may still use it. */
  void free(MemoryBlock block) {
    stream.use();
    if (block.bytes() > 0) {
      bytesInUse -= block.bytes();
      Status.runtime(cudart.cudaFree(new Address(block.address())), "cudaFree");
    }
  }
}
