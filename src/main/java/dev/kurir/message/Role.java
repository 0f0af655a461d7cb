package dev.kurir.message;

/** What a bot is to its owner. */
public enum Role {
  /** The owner reads and answers here; strangers who write here are partners as elsewhere. */
  MASTER,
  /** Partners write here. */
  PARTNER
}
