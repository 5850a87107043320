/** How native parts are found on the module path. */
@org.jspecify.annotations.NullMarked
package dev.grok.backend.cuda.spi;
