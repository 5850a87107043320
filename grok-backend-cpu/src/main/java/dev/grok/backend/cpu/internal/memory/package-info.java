/** Tensors as ranges of heap arrays. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cpu.internal.memory;
