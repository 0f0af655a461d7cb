package dev.kurir.stanza;

/** Why a stanza was skipped: the limit that it broke, or that it is no XML. */
public enum Fault {
  BYTES,
  DEPTH,
  ELEMENTS,
  ATTRIBUTES,
  UNREADABLE
}
