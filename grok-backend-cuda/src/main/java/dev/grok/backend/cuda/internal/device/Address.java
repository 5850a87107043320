package dev.grok.backend.cuda.internal.device;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A place in the device's memory, as the presets take it. It owns nothing. */
final class Address extends Pointer {
  Address(long address) {
    this.address = address;
  }

  /** The same for calls that want floats. */
  static FloatPointer floats(long address) {
    return new FloatPointer(new Address(address));
  }
}
