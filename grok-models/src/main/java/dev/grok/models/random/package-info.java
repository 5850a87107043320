/** Seeded random numbers, the same on every machine and backend. */
@org.jspecify.annotations.NullMarked
package dev.grok.models.random;
