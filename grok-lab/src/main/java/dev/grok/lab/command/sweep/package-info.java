/** The commands of {@code grok sweep}. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.command.sweep;
