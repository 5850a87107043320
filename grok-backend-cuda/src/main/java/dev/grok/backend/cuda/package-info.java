/** Settings of the backend {@code cuda}: NVIDIA devices through JavaCPP's CUDA presets. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cuda;
