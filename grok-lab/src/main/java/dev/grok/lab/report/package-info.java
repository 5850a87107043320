/** Self-contained HTML pages of tables and charts; figures of trained networks and the theory. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.report;
