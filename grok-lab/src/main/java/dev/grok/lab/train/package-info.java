/** Training of ensembles, and what is measured on the way. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.train;
