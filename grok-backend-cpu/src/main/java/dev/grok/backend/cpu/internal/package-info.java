/** The driver, and the choice between SIMD and scalar code. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cpu.internal;
