/** Finding and loading the CUDA libraries, saying what is wrong with them, checking statuses. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cuda.internal.library;
