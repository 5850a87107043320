/** The entry point of the {@code grok} command. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab;
