package dev.grok.backend.cuda.internal.device;

/** A block of the device's memory. */
record MemoryBlock(long address, long bytes) {
  static final MemoryBlock NONE = new MemoryBlock(0, 0);
}
