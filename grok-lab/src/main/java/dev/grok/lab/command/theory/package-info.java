/** The commands of {@code grok theory}. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.command.theory;
