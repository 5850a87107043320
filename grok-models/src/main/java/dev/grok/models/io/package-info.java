/** Tensors in files. */
@org.jspecify.annotations.NullMarked
package dev.grok.models.io;
