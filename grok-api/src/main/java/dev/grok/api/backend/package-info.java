/** Where one begins: choosing a backend, opening it, its memory and its recordings. */
@org.jspecify.annotations.NullMarked
package dev.grok.api.backend;
