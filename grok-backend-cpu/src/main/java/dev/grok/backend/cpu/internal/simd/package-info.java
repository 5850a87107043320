/** The same loops on the Vector API; the only package that touches the incubating module. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cpu.internal.simd;
