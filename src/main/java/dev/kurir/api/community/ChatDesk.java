package dev.kurir.api.community;

import dev.kurir.api.RequestBody;
import dev.kurir.community.Chats;
import dev.kurir.community.Circles;
import dev.kurir.community.Friends;
import dev.kurir.community.Letter;
import dev.kurir.community.MailboxPage;
import dev.kurir.community.Mailboxes;
import dev.kurir.community.Person;
import dev.kurir.community.RefusedException;
import dev.kurir.community.RefusedException.Why;
import dev.kurir.message.BotId;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.OwnerId;
import dev.kurir.messenger.Messenger;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Messages and mailboxes, as the routes of the module chat call them. Thread-safe. */
public final class ChatDesk {
  private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final int LONGEST_TEXT = 4_000;

  private final Messenger messenger;
  private final Friends friends;
  private final Circles circles;
  private final Chats chats;
  private final Mailboxes mailboxes;

  public ChatDesk(
      Messenger messenger, Friends friends, Circles circles, Chats chats, Mailboxes mailboxes) {
    this.messenger = messenger;
    this.friends = friends;
    this.circles = circles;
    this.chats = chats;
    this.mailboxes = mailboxes;
  }

  /** A stored message. */
  public record SentAnswer(String clientId, String sentAt) {}

  /** A message of a mailbox. */
  public record LetterAnswer(
      long number, String from, @Nullable String circle, String text, String sentAt, boolean read) {
    static LetterAnswer of(Letter letter) {
      return new LetterAnswer(
          letter.number(),
          letter.from(),
          letter.circle(),
          letter.text(),
          letter.sentAt().toString(),
          letter.read());
    }

    /** Names it in logs: no text. */
    @Override
    public String toString() {
      return "letter " + number;
    }
  }

  /** A part of a mailbox. */
  public record MailboxAnswer(
      List<LetterAnswer> items, List<MailboxPage.Gap> gaps, @Nullable Long next, long last) {}

  /** A message of a room. */
  public record RoomLetter(long number, String from, String text, String sentAt) {
    /** Names it in logs: no text. */
    @Override
    public String toString() {
      return "letter " + number;
    }
  }

  /** A part of a room's history. */
  public record HistoryAnswer(
      List<RoomLetter> items, List<MailboxPage.Gap> gaps, @Nullable Long next, long last) {}

  /** Sends somebody a message. */
  public CompletionStage<SentAnswer> sendMessage(MemberRequest request) throws SQLException {
    String name = request.user();
    BotId to = messenger.recipient(name).orElseThrow(() -> RefusedException.noUser(name));
    Person from = request.caller();
    if (to.isMember() && friends.isBlocked(new Person(new OwnerId(to.value()), name), from)) {
      throw new RefusedException(
          Why.FORBIDDEN,
          "user: " + name + " takes no messages from you (expected: another person)");
    }
    return send(request, from, to);
  }

  /** Sends a group a message. */
  public CompletionStage<SentAnswer> sendToGroup(MemberRequest request) {
    return send(
        request,
        request.caller(),
        mailbox(circles.requireMember(request.caller(), request.circle(), false)));
  }

  /** Sends a room a message. */
  public CompletionStage<SentAnswer> sendToRoom(MemberRequest request) {
    return send(
        request,
        request.caller(),
        mailbox(circles.requireMember(request.caller(), request.circle(), true)));
  }

  private static BotId mailbox(OwnerId circle) {
    return new BotId(circle.value());
  }

  private CompletionStage<SentAnswer> send(MemberRequest request, Person from, BotId to) {
    RequestBody body = request.body("clientId", "text");
    String clientId = body.text("clientId");
    if (!CLIENT_ID.matcher(clientId).matches()) {
      throw new InvalidFieldException(
          "clientId",
          clientId.length() > 64 ? clientId.length() + " characters" : '"' + clientId + '"',
          "1 to 64 letters, digits, dots, underscores, colons and hyphens");
    }
    return chats
        .send(from, to, clientId, body.text("text", LONGEST_TEXT))
        .thenApply(sent -> new SentAnswer(sent.clientId(), sent.sentAt().toString()));
  }

  /** What one's mailbox has after a number. */
  public Object syncMailbox(MemberRequest request) {
    MailboxPage page =
        mailboxes.after(request.caller().id(), request.afterNumber(), request.limit());
    return new MailboxAnswer(
        page.items().stream().map(LetterAnswer::of).toList(),
        page.gaps(),
        page.next(),
        page.last());
  }

  /** What a room's history has after a number. */
  public Object roomHistory(MemberRequest request) {
    OwnerId room = circles.requireMember(request.caller(), request.circle(), true);
    MailboxPage page = mailboxes.after(room, request.afterNumber(), request.limit());
    return new HistoryAnswer(
        page.items().stream()
            .map(
                letter ->
                    new RoomLetter(
                        letter.number(), letter.from(), letter.text(), letter.sentAt().toString()))
            .toList(),
        page.gaps(),
        page.next(),
        page.last());
  }

  /** Marks a message as read. */
  public void markRead(MemberRequest request) {
    mark(request, false);
  }

  /** Deletes a message from one's mailbox. */
  public void deleteMessage(MemberRequest request) {
    mark(request, true);
  }

  private void mark(MemberRequest request, boolean deleted) {
    long number = request.number("number", 1).orElse(0L);
    if (!mailboxes.mark(request.caller(), number, deleted)) {
      throw new RefusedException(
          Why.NOT_FOUND,
          "number: "
              + number
              + " does not exist (expected: the number of a message in your mailbox)");
    }
  }
}
