/**
 * The effective theory of representation learning (Liu et al., 2022, section 3 and appendices D to
 * F): what a training set makes of a representation, and how fast.
 */
@org.jspecify.annotations.NullMarked
package dev.grok.theory;
