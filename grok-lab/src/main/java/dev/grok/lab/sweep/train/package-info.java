/** Training of a sweep: workers, engines, and the loop that keeps the journal. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.sweep.train;
