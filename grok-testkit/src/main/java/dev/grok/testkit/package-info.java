/** The contract that every backend must pass, its tolerances, and a way to run it without JUnit. */
@org.jspecify.annotations.NullMarked
package dev.grok.testkit;
