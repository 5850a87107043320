/** The effective loss and its gradient flow (Liu et al., 2022, Eqs. 4 to 6, appendix F). */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.flow;
