package dev.grok.backend.cuda.internal.device;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** An address in the device's memory as a type of the presets; it owns nothing. */
final class Address extends Pointer {
  Address(long address) {
    this.address = address;
  }

  /** The same for calls that take floats. */
  static FloatPointer floats(long address) {
    return new FloatPointer(new Address(address));
  }
}
