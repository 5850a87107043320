/**
 * How many degrees of freedom a training set leaves (Liu et al., 2022, Eq. 7), by exact linear
 * algebra over integers, rationals and primes.
 */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.rank;
