package dev.kurir.community;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may know of a person.
 *
 * @param displayName null: they have not said how they are called
 * @param about null: they have said nothing about themselves
 */
public record Profile(
    Person person, @Nullable String displayName, @Nullable String about, Instant registeredAt) {
  /** Names the person: nothing of what they wrote. */
  @Override
  public String toString() {
    return "profile of " + person;
  }
}
