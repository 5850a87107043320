/** One run: its directory, its files, its page, and the machine that it ran on. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.run;
