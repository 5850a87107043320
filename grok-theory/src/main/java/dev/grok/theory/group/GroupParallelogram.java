package dev.grok.theory.group;

/** (a, b, c, d) with ab = cd: two samples that an injective decoder maps to the same point. */
public record GroupParallelogram(int a, int b, int c, int d) {}
