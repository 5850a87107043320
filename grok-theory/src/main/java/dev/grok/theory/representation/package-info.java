/** What embeddings look like: RQI, principal components, circles, norms. */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.representation;
