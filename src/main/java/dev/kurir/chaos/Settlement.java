package dev.kurir.chaos;

import dev.kurir.sandbox.Prosody;
import dev.kurir.sandbox.XmppPartner;
import dev.kurir.sandbox.XmppPartner.Received;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The end of a run: waits until Kurir has settled everything, and asks those who know how each
 * message ended: Kurir's dead letters and listings, and the archives of the XMPP server.
 */
final class Settlement {
  private static final long STEP_MS = 2_000;

  /** Until then clients of a killed XMPP server may still repeat what it had not taken. */
  private static final long CLIENTS_NEED_MS = 15_000;

  private final Stage stage;
  private final Town town;
  private final Ledger ledger;
  private final PrintWriter out;
  private final Map<Owner, Long> settledTo = new HashMap<>();
  private long askArchivesAt;

  Settlement(Stage stage, Town town, Ledger ledger, PrintWriter out) {
    this.stage = stage;
    this.town = town;
    this.ledger = ledger;
    this.out = out;
  }

  /**
   * Waits.
   *
   * @return whether everything was settled in time
   */
  boolean await(Duration limit) throws IOException {
    long deadline = ledger.now() + limit.toMillis();
    long told = 0;
    askArchivesAt = ledger.now() + CLIENTS_NEED_MS;
    while (ledger.now() < deadline && !Thread.currentThread().isInterrupted()) {
      stage.kurir.keepAlive();
      if (settled()) {
        return true;
      }
      if (ledger.now() - told > 15_000) {
        told = ledger.now();
        out.printf(
            "  %4d s  %d messages have not ended; LINE still holds %d events%n",
            told / 1_000, ledger.open(), stage.line.eventsOpen());
        out.flush();
      }
      Patience.pass(STEP_MS);
    }
    return false;
  }

  private boolean settled() {
    try {
      askDeadLetters();
      if (ledger.open() > 0 && ledger.now() > askArchivesAt) {
        askArchives();
        askArchivesAt = ledger.now() + CLIENTS_NEED_MS;
      }
      if (ledger.open() > 0 || pending()) {
        return false;
      }
      askDeadLetters();
      askArchives();
      return ledger.open() == 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Whether Kurir still has something to do for anybody. */
  private boolean pending() throws IOException {
    KurirApi api = stage.kurir.api();
    for (Owner owner : town.owners()) {
      boolean[] waits = {false};
      long[] to = {settledTo.getOrDefault(owner, 0L)};
      api.list(
          "/messages?owner=" + owner.username(),
          to[0],
          message -> {
            waits[0] |= message.path("state").asText().equals("pending");
            to[0] = waits[0] ? to[0] : message.path("id").asLong();
          });
      settledTo.put(owner, to[0]);
      if (waits[0]) {
        return true;
      }
    }
    return false;
  }

  /** What Kurir told the owners of. */
  void askDeadLetters() throws IOException {
    for (Owner owner : town.owners()) {
      stage
          .kurir
          .api()
          .list(
              "/dead-letters?owner=" + owner.username(),
              0,
              letter -> ledger.told(letter.path("text").asText(), letter.path("state").asText()));
    }
  }

  /**
   * What the XMPP server took from partners is in the archive of the bot's account, what it passed
   * on to them in theirs; a client that was cut off finds it there.
   */
  private void askArchives() throws IOException {
    Prosody prosody = stage.prosody;
    if (prosody == null) {
      return;
    }
    for (Owner owner : town.owners()) {
      Map<String, Integer> copies = new HashMap<>();
      try (XmppPartner observer =
          XmppPartner.signIn(prosody, owner.username(), "pw-" + owner.username())) {
        observer.archived().forEach(message -> copies.merge(message.text(), 1, Integer::sum));
      }
      count(owner, copies);
    }
    for (Talk talk : town.xmpp()) {
      if (talk.partner instanceof Town.XmppPerson person) {
        List<String> texts =
            person.client().archived().stream()
                .filter(message -> message.from().equals(person.bot()))
                .map(Received::text)
                .toList();
        ledger.archived(talk, texts);
      }
    }
  }

  private void count(Owner owner, Map<String, Integer> copies) {
    Map<Note, Integer> taken = new HashMap<>();
    copies.forEach(
        (text, times) -> {
          Note note = ledger.find(text);
          if (note != null) {
            taken.merge(note, times, Integer::sum);
          }
        });
    Set<Talk> talks = new HashSet<>(town.xmpp());
    ledger.notes(note -> note.direction == Direction.TO_OWNER).stream()
        .filter(note -> talks.contains(note.talk) && note.talk.owner.equals(owner))
        .forEach(note -> ledger.taken(note, taken.getOrDefault(note, 0)));
  }
}
