/** What became of the cells of a sweep. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.sweep.result;
