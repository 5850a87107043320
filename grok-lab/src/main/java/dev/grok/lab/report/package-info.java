/** Self-contained HTML pages of tables and charts. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.report;
