package dev.kurir.api.community;

import dev.kurir.api.RequestBody;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.messenger.Messenger;
import java.util.Optional;

/** What requests about groups and rooms have in common. */
final class CircleRequest {
  private static final int LONGEST_TITLE = 64;

  private CircleRequest() {}

  /** The name of a new one, as it is stored. */
  static String name(RequestBody body) {
    return Messenger.name("name", body.text("name"));
  }

  /** Its title, which may be left out. */
  static Optional<String> title(RequestBody body) {
    return body.optionalText("title", LONGEST_TITLE).map(CircleRequest::readable);
  }

  /** Its title, which must be there. */
  static String requiredTitle(RequestBody body) {
    return readable(body.text("title", LONGEST_TITLE));
  }

  private static String readable(String title) {
    if (title.codePoints().anyMatch(CircleRequest::isUnfit)) {
      throw new InvalidFieldException(
          "title", "a character that can't be shown", "1 to " + LONGEST_TITLE + " characters");
    }
    return title.strip();
  }

  /** Control characters, and halves of characters: no database takes all of them. */
  private static boolean isUnfit(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }
}
