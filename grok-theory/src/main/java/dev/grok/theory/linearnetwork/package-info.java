/**
 * The linear network from which the effective loss is derived (Liu et al., 2022, appendix L): its
 * full gradient flow, the limit of a slow decoder, and the error of that limit.
 */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.linearnetwork;
