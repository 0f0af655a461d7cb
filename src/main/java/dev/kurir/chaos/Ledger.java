package dev.kurir.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every message of the run by its id, which stands in its text: {@code [talk>number]} for the
 * owner, {@code [talk<number]} for the partner. Thread-safe.
 */
final class Ledger {
  private static final Pattern ID = Pattern.compile("\\[(\\d{1,6})([<>])(\\d{1,7})]");
  private static final String[] WORDS = {
    "halo",
    "apa",
    "kabar",
    "besok",
    "jam",
    "tujuh",
    "ya",
    "terima",
    "kasih",
    "bunga",
    "mawar",
    "🌹",
    "日本語",
    "Ünïcödé",
    "…",
    "pesan",
    "antar",
    "ke",
    "rumah",
    "<b>&amp;</b>",
    "'\"\\",
    "%s",
    "12.500"
  };

  private final long begun = System.nanoTime();
  private final List<Talk> talks = new ArrayList<>();
  private final List<String> strays = new ArrayList<>();
  private int sent;
  private int ended;

  /** Milliseconds since the run began. */
  long now() {
    return (System.nanoTime() - begun) / 1_000_000;
  }

  synchronized Talk talk(String network, Owner owner, Person partner) {
    Talk talk = new Talk(talks.size(), network, owner, partner);
    talks.add(talk);
    return talk;
  }

  /** Talks do not become more after the registration. */
  synchronized List<Talk> talks() {
    return List.copyOf(talks);
  }

  /** Has somebody write the next message of a talk. */
  void write(Talk talk, Direction direction, Random random) throws IOException {
    Note note;
    synchronized (this) {
      List<Note> notes = talk.notes(direction);
      note = new Note(talk, direction, notes.size(), now());
      notes.add(note);
      sent++;
    }
    String text = "[" + talk.number + direction.sign + note.number + "]" + words(random);
    if (direction == Direction.TO_OWNER) {
      talk.partner.says(text);
    } else {
      String id = talk.owner.says(talk.partner.address() + " " + text);
      synchronized (this) {
        note.lineId = id;
      }
    }
  }

  private static String words(Random random) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(20); left > 0; left--) {
      text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  /** Somebody's messenger shows a text. Kurir's own notices are none of these. */
  synchronized void shown(Direction direction, String chat, String text) {
    Note note = find(text);
    if (note == null || note.direction != direction) {
      return;
    }
    if (!note.talk.chat(direction).equals(chat)) {
      strays.add(note + " shown to somebody else");
      return;
    }
    if (note.shows++ == 0) {
      note.shownMs = now();
      note.place = note.talk.nextPlace(direction);
      ended += note.told == null && !note.neverSent ? 1 : 0;
    }
  }

  /** Kurir says that a message ended so. */
  synchronized void told(String text, String state) {
    Note note = find(text);
    if (note != null && note.told == null) {
      ended += note.ended() ? 0 : 1;
      note.told = state;
    }
  }

  /**
   * What the archives of a killed XMPP server prove: it had not taken these from the client, or
   * took some twice from it.
   */
  synchronized void taken(Note note, int times) {
    if (times == 0 && !note.ended()) {
      note.neverSent = true;
      ended++;
    }
    note.allowed = Math.max(1, times);
  }

  /** What an XMPP recipient finds in their archive, in its order, instead of what was live. */
  synchronized void archived(Talk talk, List<String> texts) {
    for (Note note : talk.toPartner) {
      ended -= note.shows > 0 && note.told == null ? 1 : 0;
      note.shows = 0;
      note.place = -1;
    }
    talk.shownToPartner = 0;
    for (String text : texts) {
      Note note = find(text);
      long live = note == null ? -1 : note.shownMs;
      shown(Direction.TO_PARTNER, talk.partner.chat(), text);
      if (note != null && live >= 0) {
        note.shownMs = live;
      }
    }
  }

  synchronized @Nullable Note find(String text) {
    Matcher id = ID.matcher(text);
    if (!id.find()) {
      return null;
    }
    int talk = Integer.parseInt(id.group(1));
    int number = Integer.parseInt(id.group(3));
    if (talk >= talks.size()) {
      return null;
    }
    List<Note> notes = talks.get(talk).notes(Direction.of(id.group(2)));
    return number < notes.size() ? notes.get(number) : null;
  }

  synchronized int sent() {
    return sent;
  }

  /** How many messages are neither shown nor told of. */
  synchronized int open() {
    return sent - ended;
  }

  synchronized List<String> strays() {
    return List.copyOf(strays);
  }

  /** The messages of which something holds, talk by talk in the order of their writing. */
  synchronized List<Note> notes(Predicate<Note> wanted) {
    List<Note> notes = new ArrayList<>();
    for (Talk talk : talks) {
      talk.toOwner.stream().filter(wanted).forEach(notes::add);
      talk.toPartner.stream().filter(wanted).forEach(notes::add);
    }
    return notes;
  }
}
