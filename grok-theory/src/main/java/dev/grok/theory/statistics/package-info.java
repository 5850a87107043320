/** Random training sets: probabilities, rates and how they scale (Liu et al., 2022, Figs. 4, 5). */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.statistics;
