package dev.grok.lab.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Gives the interfaces of {@link Kinds} their key in JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = Kinds.KEY)
interface KindMixIn {}
