/** The models: what their parameters are, how they start, and their forward pass. */
@org.jspecify.annotations.NullMarked
package dev.grok.models.architecture;
