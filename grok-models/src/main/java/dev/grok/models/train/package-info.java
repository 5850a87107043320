/** Training: optimizer settings, metrics, crossings of thresholds, the phases of Table 1. */
@org.jspecify.annotations.NullMarked
package dev.grok.models.train;
