/**
 * The theory for any finite group (Liu et al., 2022, appendix H): generalized parallelograms, what
 * follows from them, and the quality of representations by matrices.
 */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.group;
