package dev.kurir.chat;

import org.jspecify.annotations.Nullable;

/** Where a password comes from: a file, or somebody who types it without an echo. */
@FunctionalInterface
interface Passwords {
  /** The password of a user; null: there is none. */
  @Nullable String of(String user);
}
