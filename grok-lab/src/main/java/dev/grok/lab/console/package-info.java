/** What a person sees on the terminal: results, notes, progress, tables. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.console;
