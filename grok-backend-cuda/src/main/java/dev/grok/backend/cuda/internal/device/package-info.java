/** An open device: memory, streams, compiled kernels, and the checks of every status. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cuda.internal.device;
