package dev.kurir.stanza;

/** What an element holds, in order: text and elements. Immutable. */
public sealed interface Node permits Element, Text {}
