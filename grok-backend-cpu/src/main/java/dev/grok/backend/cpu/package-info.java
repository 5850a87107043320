/** The backend {@code cpu}: plain Java, no native code. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cpu;
