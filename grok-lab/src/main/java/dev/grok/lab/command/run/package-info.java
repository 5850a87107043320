/** Commands that train one ensemble or look at a trained one. */
@org.jspecify.annotations.NullMarked
package dev.grok.lab.command.run;
