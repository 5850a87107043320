/** The kernels as prepared calls, written once over the families of loops. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cpu.internal.op;
