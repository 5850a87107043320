/** Self-contained HTML reports. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.report;
