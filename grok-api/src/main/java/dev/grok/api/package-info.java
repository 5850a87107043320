/** The vocabulary that users and backends share: tensors, shapes, options, what can go wrong. */
@org.jspecify.annotations.NullMarked
package dev.grok.api;
