/** Tools that several packages of the theory share; not for users. */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.internal;
