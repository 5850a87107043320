/** Runs of ensembles, what they measure, and the directory they write. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.run;
