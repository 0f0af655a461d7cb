package dev.kurir.community;

import dev.kurir.message.InvalidFieldException;
import java.util.Locale;

/** What somebody is in a group or room; each has one owner. */
public enum Role {
  OWNER,
  ADMIN,
  MEMBER;

  /**
   * A role as it is written.
   *
   * @throws InvalidFieldException naming the field
   */
  public static Role of(String field, String written) {
    for (Role role : values()) {
      if (role.written().equals(written)) {
        return role;
      }
    }
    throw new InvalidFieldException(field, "none of the roles", "owner, admin or member");
  }

  /** As it is stored and shown. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether they may invite, add, remove and rename: the owner may too. */
  boolean isAdmin() {
    return this != MEMBER;
  }
}
