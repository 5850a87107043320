/** What a model with zero training loss can do (Liu et al., 2022, Eqs. 14-17, app. C, E). */
@org.jspecify.annotations.NullMarked
package dev.grok.theory.ideal;
