package dev.grok.backend.cuda.internal.device;

import dev.grok.api.GrokException;
import dev.grok.backend.cuda.internal.library.DeviceInfo;
import dev.grok.backend.cuda.internal.library.Status;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;

/** An open device and its one stream, on which all work of a backend goes in order. */
final class DeviceStream {
  private final DeviceInfo device;
  private final CUstream_st handle = new CUstream_st();
  private boolean open = true;

  DeviceStream(DeviceInfo device) {
    this.device = device;
    use();
    Status.runtime(
        cudart.cudaStreamCreateWithFlags(handle, cudart.cudaStreamNonBlocking),
        "cudaStreamCreateWithFlags");
  }

  DeviceInfo device() {
    return device;
  }

  CUstream_st handle() {
    return handle;
  }

  boolean isOpen() {
    return open;
  }

  /**
   * Makes the device that of the calling thread.
   *
   * @throws GrokException if the backend is closed
   */
  void use() {
    if (!open) {
      throw new GrokException("backend cuda is closed");
    }
    Status.runtime(cudart.cudaSetDevice(device.ordinal()), "cudaSetDevice");
  }

  /** Waits until all work is done. */
  void synchronize() {
    Status.runtime(cudart.cudaStreamSynchronize(handle), "cudaStreamSynchronize");
  }

  /** No CUDA call is made afterwards. */
  void close() {
    open = false;
    Status.runtime(cudart.cudaStreamDestroy(handle), "cudaStreamDestroy");
  }
}
