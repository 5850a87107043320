/** Prepared kernel calls, recordings of them, and the threads that run them. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cpu.internal.run;
