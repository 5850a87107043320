/** The spectrum of the effective loss and the rate of grokking (Liu et al., 2022, Eqs. 8, 9). */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.spectrum;
