/** The kernels' sources, and the numbers that they share with the host. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cuda.internal.kernels;
