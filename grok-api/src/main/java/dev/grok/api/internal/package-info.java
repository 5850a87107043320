/** The checks in front of every kernel. */
@org.jspecify.annotations.NullMarked
package dev.grok.api.internal;
