/** The kernels as prepared calls, written once over the primitives. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cpu.internal.op;
