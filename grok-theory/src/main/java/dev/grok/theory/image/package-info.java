/** Image classification (Liu et al., 2022, appendix I): embeddings trained directly on l/Z. */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.image;
