package dev.grok.models.task;

/** A sample: the two symbols that an operation is applied to. */
public record Pair(int a, int b) {}
