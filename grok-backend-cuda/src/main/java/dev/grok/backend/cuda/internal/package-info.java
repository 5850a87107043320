/** The open backend. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cuda.internal;
