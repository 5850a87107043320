/**
 * The kernels: small groups of operations on tensors that every backend implements in full.
 *
 * <p>Every tensor has a leading <em>replica</em> axis R, and <b>no kernel mixes replicas</b>: what
 * replica r gets is a function of what replica r was given. All replicas may share an operand that
 * is only read: its R is then 1, and its shape is written with {@code R?}.
 *
 * <p>Letters, the same everywhere: R replicas, B batch, T tokens, C channels, V vocabulary
 * (classes, symbols), D dimensions of a target or a square matrix, H heads, M rows, N columns, K
 * the inner dimension, and {@code ...} any further axes, equal in all operands that show them.
 *
 * <p>Outputs come first, then inputs. The {@link dev.grok.api.kernel.Operand annotations} of a
 * method say what a kernel does with each operand: it reads it, changes it, or overwrites it; a
 * {@link dev.grok.api.kernel.Write} argument may let it add instead. An output may not overlap an
 * input, unless its annotation says that it may be that input. Axes of length 0 are legal: the
 * kernel then writes what an empty sum gives. Kernels allocate nothing.
 *
 * <p>Wrong operands raise {@link dev.grok.api.KernelArgumentException} before the backend is asked,
 * with one sentence form: {@code matmul: inner dimensions differ: a [4, 32, 64] has K=64, b [4, 48,
 * 10] has K=48}.
 *
 * <p>Every backend gives the same bits for the same call on the same machine; the CPU backend gives
 * the same bits on every machine.
 */
@org.jspecify.annotations.NullMarked
package dev.grok.api.kernel;
