/** Calls of every kernel, with what contract and benchmarks know of it beside its signature. */
@org.jspecify.annotations.NullMarked
package dev.grok.testkit.call;
