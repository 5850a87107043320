package dev.grok.backend.cuda.internal.device;

import dev.grok.api.DType;
import dev.grok.api.GrokException;
import dev.grok.api.OutOfDeviceMemoryException;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Takes memory from the device and counts it. */
final class DeviceMemory {
  private final Session session;
  private long bytesInUse;

  DeviceMemory(Session session) {
    this.session = session;
  }

  /** A block of zeros. */
  CudaBuffer tensor(String name, DType dtype, long elements) {
    long bytes = Math.multiplyExact(elements, (long) dtype.bytes());
    long address = allocate(name, bytes);
    CudaBuffer buffer = new CudaBuffer(session, address, bytes);
    if (bytes > 0) {
      try {
        Status.runtime(
            cudart.cudaMemsetAsync(new Address(address), 0, bytes, session.stream()),
            "cudaMemsetAsync");
      } catch (GrokException failed) {
        buffer.free();
        throw failed;
      }
    }
    return buffer;
  }

  /**
   * A block with anything in it.
   *
   * @throws OutOfDeviceMemoryException if there is not enough; the device can be used all the same
   */
  long allocate(String name, long bytes) {
    if (bytes == 0) {
      return 0;
    }
    Pointer result = new Pointer();
    int status = cudart.cudaMalloc(result, bytes);
    if (status == cudart.cudaErrorMemoryAllocation) {
      cudart.cudaGetLastError();
      throw outOfMemory(name, bytes);
    }
    Status.runtime(status, "cudaMalloc");
    bytesInUse += bytes;
    return result.address();
  }

  private OutOfDeviceMemoryException outOfMemory(String name, long bytes) {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      Status.runtime(cudart.cudaMemGetInfo(free, total), "cudaMemGetInfo");
      return new OutOfDeviceMemoryException(
          "cannot allocate %s on %s: it takes %d bytes, this backend already holds %d, the device has %d of %d free"
              .formatted(
                  name, session.device().name(), bytes, bytesInUse, free.get(), total.get()));
    }
  }

  void free(long address, long bytes) {
    if (address != 0) {
      bytesInUse -= bytes;
      Status.runtime(cudart.cudaFree(new Address(address)), "cudaFree");
    }
  }
}
