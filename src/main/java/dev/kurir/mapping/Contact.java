package dev.kurir.mapping;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ContactId;
import dev.kurir.message.NetworkName;
import org.jspecify.annotations.Nullable;

/** A partner as the owner knows them. */
record Contact(
    ContactId id,
    NetworkName network,
    BotId bot,
    Address address,
    @Nullable String userName,
    @Nullable String displayName) {

  /** How the owner addresses them: the user name, or the address where there is none. */
  String handle() {
    return oneLine(userName == null ? address.value() : userName);
  }

  /** The lines that stand above their messages: name and handle, or the handle alone. */
  String heading() {
    return displayName == null ? handle() : oneLine(displayName) + "\n(" + handle() + ")";
  }

  /** A name must not look like another message's heading. */
  private static String oneLine(String name) {
    return name.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
