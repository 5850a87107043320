/**
 * Benchmarks of kernels, training steps and whole diagrams on every backend found, beside the
 * limits of the machine, which are measured in the same run.
 */
@org.jspecify.annotations.NullMarked
package dev.grok.bench;
