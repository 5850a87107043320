/** Any finite group (Liu et al., 2022, appendix H): parallelograms and what follows from them. */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.group;
