package dev.grok.backend.cuda.internal.library;

import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** The devices that the driver finds. */
final class Devices {
  private static final int OLDEST_CAPABILITY = 75;

  private Devices() {}

  /** Starts the driver and checks that there is a device at all. */
  static void require() throws UnavailableException {
    int status = cudart.cuInit(0);
    int[] count = new int[1];
    if (status == cudart.CUDA_SUCCESS) {
      status = cudart.cuDeviceGetCount(count);
    }
    if (status != cudart.CUDA_SUCCESS || count[0] == 0) {
      String why =
          status == cudart.CUDA_SUCCESS ? "" : " (cuInit: %s)".formatted(Status.driverName(status));
      throw new UnavailableException(
          "NO_DEVICE",
          "the driver finds no device%s".formatted(why),
          "see that nvidia-smi lists one and that CUDA_VISIBLE_DEVICES does not hide it");
    }
  }

  static DeviceInfo info(int ordinal) throws UnavailableException {
    int[] count = new int[1];
    Status.loading(cudart.cuDeviceGetCount(count), "cuDeviceGetCount");
    if (ordinal >= count[0]) {
      throw new UnavailableException(
          "NO_DEVICE",
          "there is no device cuda:%d, the driver finds %d".formatted(ordinal, count[0]),
          "name one from cuda:0 to cuda:%d".formatted(count[0] - 1));
    }
    int[] device = new int[1];
    byte[] name = new byte[256];
    Status.loading(cudart.cuDeviceGet(device, ordinal), "cuDeviceGet");
    Status.loading(cudart.cuDeviceGetName(name, name.length, device[0]), "cuDeviceGetName");
    int major = attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device[0]);
    int minor = attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device[0]);
    String text = new String(name, StandardCharsets.UTF_8);
    text = text.substring(0, Math.max(0, text.indexOf('\0')));
    int capability = major * 10 + minor;
    if (capability < OLDEST_CAPABILITY) {
      throw new UnavailableException(
          "DEVICE_TOO_OLD",
          "%s has compute capability %d.%d; CUDA %d compiles for 7.5 and newer"
              .formatted(text, major, minor, RequiredFunctions.CUDA_MAJOR),
          "use the CPU backend");
    }
    try (SizeTPointer bytes = new SizeTPointer(1)) {
      Status.loading(cudart.cuDeviceTotalMem(bytes, device[0]), "cuDeviceTotalMem");
      return new DeviceInfo(
          ordinal,
          text,
          capability,
          bytes.get(),
          attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device[0]));
    }
  }

  private static int attribute(int attribute, int device) throws UnavailableException {
    try (IntPointer value = new IntPointer(1)) {
      Status.loading(cudart.cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
      return value.get();
    }
  }
}
