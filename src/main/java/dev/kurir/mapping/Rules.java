package dev.kurir.mapping;

import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What engineers' rules do to messages on their way. A rule that fails changes nothing: its message
 * goes on as it was. Thread-safe.
 */
public interface Rules {
  /** Nobody has a rule. */
  Rules NONE =
      new Rules() {
        @Override
        public boolean any(Point point) {
          return false;
        }

        @Override
        public Ruling ask(Point point, Matter matter) {
          return Ruling.unchanged(matter.text());
        }
      };

  /** Where rules are asked. */
  enum Point {
    /** What somebody wrote, before it is decided what it becomes. */
    BEFORE_MAPPING,
    /** What it has become, once for each outgoing message. */
    AFTER_MAPPING,
    /** What is about to be sent. */
    BEFORE_DELIVERY
  }

  /** Whether anything would be asked: without rules a message costs nothing here. */
  boolean any(Point point);

  /** Asks the rules of a point, one after the other; may take as long as what they call. */
  Ruling ask(Point point, Matter matter);

  /**
   * What rules are asked about.
   *
   * @param network where it was written, or goes
   * @param owner the owner's user name
   * @param ownerWrote whether the owner wrote it, or else a partner
   * @param who the partner, as the owner addresses them
   */
  record Matter(
      NetworkName network,
      String owner,
      boolean ownerWrote,
      MessageId id,
      String who,
      String kind,
      String text) {
    /** The same about another text. */
    public Matter with(String other) {
      return new Matter(network, owner, ownerWrote, id, who, kind, other);
    }

    /** Names it in logs: no text. */
    @Override
    public String toString() {
      return "message " + id;
    }
  }

  /**
   * What the rules want.
   *
   * @param text what it says from here on
   * @param dropped whether it goes no further
   * @param answers texts for who wrote it
   * @param copies further recipients, each as an owner writes them: {@code telegram darma}
   * @param heldUntil before a delivery: when it may go; null: now
   */
  record Ruling(
      String text,
      boolean dropped,
      List<String> answers,
      List<String> copies,
      @Nullable Instant heldUntil) {
    public Ruling {
      answers = List.copyOf(answers);
      copies = List.copyOf(copies);
    }

    /** What holds where no rule says anything. */
    public static Ruling unchanged(String text) {
      return new Ruling(text, false, List.of(), List.of(), null);
    }
  }
}
