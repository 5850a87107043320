/** Phases over the grid of a sweep, and which grid points to train next. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.sweep.map;
