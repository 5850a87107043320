/**
 * What a model with zero training loss can and cannot do (Liu et al., 2022, Eqs. 14 to 17,
 * appendices C and E).
 */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.ideal;
