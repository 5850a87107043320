/** What is to be learned: operations on symbols, and how their samples are split. */
@org.jspecify.annotations.NullMarked
package dev.grok.models.task;
