/** An open device: its memory, its stream, compiled kernels, recordings. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cuda.internal.device;
