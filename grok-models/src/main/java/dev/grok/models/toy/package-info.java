/** The toy model of the paper's section 2, and ensembles of it. */
@org.jspecify.annotations.NullMarked
package dev.grok.models.toy;
