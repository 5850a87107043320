/** Choosing a backend, and what it gives: memory, tensors, kernels, recordings. */
@org.jspecify.annotations.NullMarked
package dev.grok.api;
