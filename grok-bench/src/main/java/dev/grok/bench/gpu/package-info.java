/**
 * A session on a GPU without JMH, which is too large for its bundle: the kernel contract, the GPU
 * beside the CPU, and timings of ensembles and kernels. {@code tools/gpu} packs and starts it.
 */
@org.jspecify.annotations.NullMarked
package dev.grok.bench.gpu;
