/** The cells of a sweep: what they are, where they start, who trains them. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.sweep.plan;
