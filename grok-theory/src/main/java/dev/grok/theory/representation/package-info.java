/** What a representation looks like: principal components, circles, group structure, norms. */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.representation;
