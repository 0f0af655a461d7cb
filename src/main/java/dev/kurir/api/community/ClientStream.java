package dev.kurir.api.community;

import dev.kurir.community.EventStream;
import dev.kurir.community.Letter;
import dev.kurir.community.MailboxPage.Gap;

/** A client that follows its mailbox over HTTP: says what happens as named events with JSON. */
abstract class ClientStream implements EventStream {
  /** Of what is not an event of the mailbox. */
  static final long NO_NUMBER = 0;

  /**
   * Writes an event; never blocks.
   *
   * @param number of the mailbox, up to which the client has everything then; or {@link #NO_NUMBER}
   */
  abstract void write(String event, long number, String json);

  /** Says that it is still there. */
  abstract void heartbeat();

  /** Who is called each time there is room again. */
  abstract void onRoom(Runnable room);

  /** Who is called once, when the client has gone. */
  abstract void onClose(Runnable closed);

  @Override
  public final void letter(Letter letter) {
    write("message", letter.number(), EventStreams.json(ChatDesk.LetterAnswer.of(letter)));
  }

  @Override
  public final void gap(Gap gap) {
    write("gap", gap.last(), EventStreams.json(gap));
  }

  @Override
  public final void news(String event, Object data) {
    write(event, NO_NUMBER, EventStreams.json(data));
  }
}
