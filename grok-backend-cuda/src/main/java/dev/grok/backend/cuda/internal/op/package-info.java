/** The kernels as launches: operands, geometry, order. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cuda.internal.op;
