/** Loops over ranges of float arrays that SIMD code replaces, and their scalar form. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cpu.internal.loop;
