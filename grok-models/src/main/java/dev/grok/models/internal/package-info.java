/** What the packages of this module share and do not show. */
@org.jspecify.annotations.NullMarked
package dev.grok.models.internal;
