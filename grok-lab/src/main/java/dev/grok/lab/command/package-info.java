/** The {@code grok} command and its subcommands: they parse and print. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.command;
