/**
 * The backend {@code reference}: every kernel as plain loops in float64, the oracle of the others.
 */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.reference;
