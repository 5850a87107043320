/**
 * The theory for any finite group (Liu et al., 2022, appendix H): generalized parallelograms and
 * what follows from them.
 */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.group;
