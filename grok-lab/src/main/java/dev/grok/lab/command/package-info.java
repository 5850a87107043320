/** The subcommands of grok. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.command;
