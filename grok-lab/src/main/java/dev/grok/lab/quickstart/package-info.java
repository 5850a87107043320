/** What {@code grok quickstart} trains, and what it says about it. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.quickstart;
