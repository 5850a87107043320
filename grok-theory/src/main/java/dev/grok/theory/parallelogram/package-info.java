/**
 * Training sets, their parallelograms and what follows from those (Liu et al., 2022, section 2 and
 * appendices C to E): addition of the symbols 0..p-1 without modulus.
 */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.parallelogram;
