/** What the theory's packages share; not for users. */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.internal;
