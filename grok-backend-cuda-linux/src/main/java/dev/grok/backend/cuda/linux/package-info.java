/** The native parts of {@code grok-backend-cuda} for Linux on x86-64. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cuda.linux;
