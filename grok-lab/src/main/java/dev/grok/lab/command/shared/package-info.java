/** What several commands share: options, and where they print. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.command.shared;
