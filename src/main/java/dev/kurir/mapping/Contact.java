package dev.kurir.mapping;

import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ContactId;
import dev.kurir.message.NetworkName;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A partner as the owner knows them. */
record Contact(
    ContactId id,
    NetworkName network,
    BotId bot,
    Address address,
    @Nullable String userName,
    @Nullable String displayName) {
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\u0085\u2028\u2029]+");

  /** A heading must leave room for the text. */
  static final int LONGEST_NAME = 100;

  /** How the owner addresses them: the user name, or the address where there is none. */
  String handle() {
    return oneLine(userName == null ? address.value() : userName);
  }

  /** The lines that stand above their messages: name and handle, or the handle alone. */
  String heading() {
    String name = shownName();
    return name.isEmpty() ? handle() : name + "\n(" + handle() + ")";
  }

  /**
   * The display name in one line, at most {@link #LONGEST_NAME} units; empty where there is none.
   */
  String shownName() {
    String name = displayName == null ? "" : oneLine(displayName);
    if (name.length() <= LONGEST_NAME) {
      return name;
    }
    int end = LONGEST_NAME - 1;
    return name.substring(0, Character.isLowSurrogate(name.charAt(end)) ? end - 1 : end) + "…";
  }

  /** A name must not look like another message's heading. */
  private static String oneLine(String name) {
    return BREAKS.matcher(name).replaceAll(" ").strip();
  }
}
