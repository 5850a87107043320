/** Finding and loading the CUDA libraries, and saying what is wrong with them. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cuda.internal.library;
