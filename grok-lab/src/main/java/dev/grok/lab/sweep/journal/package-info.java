/** The directory of a sweep and the journals in it. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.sweep.journal;
