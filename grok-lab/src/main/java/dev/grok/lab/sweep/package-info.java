/**
 * Sweeps: many cells trained as one, journaled, killed and resumed, and the phase diagrams of them.
 */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.sweep;
