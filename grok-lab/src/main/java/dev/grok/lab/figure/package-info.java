/** Figures of trained networks, beside the effective theory where it speaks of them. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.figure;
