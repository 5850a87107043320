/** What a backend implements. Arguments have been checked in front: a backend trusts them. */
@org.jspecify.annotations.NullMarked
package dev.grok.api.spi;
