/** The provider of the backend, and the open backend. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cuda.internal;
