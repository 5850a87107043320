/** Sweeps on Apache Spark. */
@org.jspecify.annotations.NullMarked
package dev.grok.spark;
