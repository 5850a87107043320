/** The loops that kernels are made of, in families, and the arithmetic that they share. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cpu.internal.loop;
