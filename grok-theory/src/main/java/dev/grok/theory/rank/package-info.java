/** How many degrees of freedom a training set leaves (Liu et al., 2022, Eq. 7), exactly. */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.rank;
