/** Reverse-mode autodiff over kernels: a model is written forward, its gradients follow. */
@org.jspecify.annotations.NullMarked
package dev.grok.models.graph;
