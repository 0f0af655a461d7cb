package dev.kurir.network.line;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurir.message.Address;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reply tokens that came with webhook events, the last few of each chat, each given once.
 *
 * <p>A token is good for a minute after its event came in, less a margin for clocks and the way
 * there; one in a redelivered event for another minute, but no longer than 20 minutes after the
 * event (Messaging API, "Send reply message"). One that was given is not kept again when its event
 * is redelivered. In memory and bounded: what is lost costs a push. Thread-safe.
 */
final class LineReplyTokens {
  private static final Duration LIFE = Duration.ofSeconds(55);
  private static final Duration LONGEST = Duration.ofMinutes(20).minusSeconds(5);

  /** With less time left an attempt would hardly end in time. */
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  private static final int CHATS = 20_000;
  private static final int OF_A_CHAT = 5;

  private record Chat(BotId bot, Address address) {}

  private final Map<Chat, Deque<ReplyToken>> kept = new LinkedHashMap<>();

  /** When each may be forgotten. */
  private final Map<String, Instant> given = new LinkedHashMap<>();

  /** Keeps what a request's events allow; each event beside the arrival that it became. */
  synchronized void keep(LineRequest request, List<Arrival> arrivals, Instant now) {
    for (int i = 0; i < arrivals.size(); i++) {
      Arrival arrival = arrivals.get(i);
      String text = arrival.hints().get("replyToken");
      if (text != null && !given.containsKey(text)) {
        Instant expires = expires(request.events().get(i), arrival.sentAt(), now);
        Deque<ReplyToken> tokens = ofChat(new Chat(arrival.bot(), arrival.sender()));
        tokens.removeIf(token -> token.text().equals(text));
        tokens.addLast(new ReplyToken(text, expires));
        if (tokens.size() > OF_A_CHAT) {
          tokens.removeFirst();
        }
      }
    }
    forget(now);
  }

  private static Instant expires(JsonNode event, Instant sentAt, Instant now) {
    Instant minute = now.plus(LIFE);
    Instant longest = sentAt.plus(LONGEST);
    boolean again = event.path("deliveryContext").path("isRedelivery").asBoolean();
    return again && longest.isBefore(minute) ? longest : minute;
  }

  /** The chat's tokens; whoever was heard last stands last. */
  private Deque<ReplyToken> ofChat(Chat chat) {
    Deque<ReplyToken> tokens = kept.remove(chat);
    Deque<ReplyToken> last = tokens == null ? new ArrayDeque<>() : tokens;
    kept.put(chat, last);
    return last;
  }

  private void forget(Instant now) {
    Iterator<Deque<ReplyToken>> oldest = kept.values().iterator();
    while (oldest.hasNext()) {
      Deque<ReplyToken> tokens = oldest.next();
      if (kept.size() <= CHATS && !tokens.getLast().expired(now)) {
        break;
      }
      oldest.remove();
    }
    Iterator<Instant> until = given.values().iterator();
    while (until.hasNext() && (until.next().isBefore(now) || given.size() > CHATS * OF_A_CHAT)) {
      until.remove();
    }
  }

  /** Takes the token that ends first among those with enough time left. */
  synchronized Optional<ReplyToken> take(BotId bot, Address address, Instant now) {
    Chat chat = new Chat(bot, address);
    Deque<ReplyToken> tokens = kept.get(chat);
    Optional<ReplyToken> taken = Optional.empty();
    while (tokens != null && taken.isEmpty() && !tokens.isEmpty()) {
      taken = Optional.of(tokens.removeFirst()).filter(token -> !token.expired(now.plus(SHORTEST)));
    }
    if (tokens != null && tokens.isEmpty()) {
      kept.remove(chat);
    }
    taken.ifPresent(token -> given.put(token.text(), now.plus(LONGEST)));
    return taken;
  }
}
