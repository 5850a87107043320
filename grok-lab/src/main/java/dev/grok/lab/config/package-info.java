/** Strict configurations of runs, and the presets. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.config;
