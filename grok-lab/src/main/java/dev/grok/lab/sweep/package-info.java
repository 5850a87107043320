/** A sweep: its cells and what became of them, its phases, its directory and its journals. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.sweep;
