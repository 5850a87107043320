/** What is written and drawn of a sweep: tables, maps, pages. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.sweep.report;
