package dev.kurir.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The judgement of a run, message by message.
 *
 * <p>Lost: neither shown to the recipient nor reported to the owner as dead or uncertain.
 * Duplicated: shown twice, unless the network is Telegram and the message was reported uncertain,
 * or the XMPP server itself took it twice from a client. Reordered: shown after a later one of its
 * talk and direction, unless LINE delivered that one first.
 */
final class Verdict {
  /** What the messages of one fault, or all of them, came to. */
  record Count(
      int messages,
      int lost,
      int duplicated,
      int reordered,
      int uncertain,
      int dead,
      long longestMs) {}

  final Count total;
  final List<String> failures = new ArrayList<>();
  final int neverSent;

  /** Of the uncertain ones, those that nobody saw. */
  final int unseen;

  private final Map<FaultKind, Count> byFault = new TreeMap<>();
  private final Count quiet;

  Verdict(Ledger ledger, List<Happened> timeline, Predicate<Note> overtook) {
    long end = ledger.now();
    List<Note> reordered = new ArrayList<>();
    for (Talk talk : ledger.talks()) {
      reordered.addAll(reordered(talk.toOwner, overtook));
      reordered.addAll(reordered(talk.toPartner, overtook));
    }
    Map<FaultKind, List<Note>> notes = new TreeMap<>();
    List<Note> undisturbed = new ArrayList<>();
    for (Note note : ledger.notes(note -> !note.neverSent)) {
      timeline.stream()
          .filter(fault -> fault.met(note, end))
          .findFirst()
          .ifPresentOrElse(
              fault -> notes.computeIfAbsent(fault.kind(), kind -> new ArrayList<>()).add(note),
              () -> undisturbed.add(note));
    }
    neverSent = ledger.notes(note -> note.neverSent).size();
    timeline.forEach(fault -> notes.putIfAbsent(fault.kind(), List.of()));
    notes.forEach((kind, met) -> byFault.put(kind, count(met, reordered)));
    quiet = count(undisturbed, reordered);
    List<Note> all = ledger.notes(note -> !note.neverSent);
    unseen = number(all, note -> "uncertain".equals(note.told) && note.shows == 0);
    total = count(all, reordered);
    all.stream().filter(Verdict::lost).forEach(note -> failures.add("lost " + note));
    all.stream()
        .filter(Verdict::duplicated)
        .forEach(note -> failures.add("shown " + note.shows + " times " + note));
    reordered.forEach(note -> failures.add("out of order " + note));
    failures.addAll(ledger.strays());
  }

  /** By the first fault that a message met. */
  Map<FaultKind, Count> byFault() {
    return byFault;
  }

  /** The messages that met none. */
  Count quiet() {
    return quiet;
  }

  boolean flawless() {
    return failures.isEmpty();
  }

  private static List<Note> reordered(List<Note> notes, Predicate<Note> overtook) {
    List<Note> shown =
        notes.stream()
            .filter(note -> note.place >= 0)
            .sorted(java.util.Comparator.comparingInt(note -> note.place))
            .toList();
    List<Note> late = new ArrayList<>();
    int latest = -1;
    for (Note note : shown) {
      if (note.number < latest) {
        late.add(note);
      } else if (!overtook.test(note)) {
        latest = note.number;
      }
    }
    return late;
  }

  private static boolean lost(Note note) {
    return note.shows == 0 && note.told == null;
  }

  private static boolean duplicated(Note note) {
    boolean reported = "uncertain".equals(note.told) && note.talk.network.equals(Town.TELEGRAM);
    return note.shows > note.allowed && !reported;
  }

  private static Count count(List<Note> notes, List<Note> reordered) {
    return new Count(
        notes.size(),
        number(notes, Verdict::lost),
        number(notes, Verdict::duplicated),
        number(reordered, notes::contains),
        number(notes, note -> "uncertain".equals(note.told)),
        number(notes, note -> "dead".equals(note.told)),
        notes.stream().mapToLong(note -> note.shownMs - note.sentMs).max().orElse(0));
  }

  private static int number(List<Note> notes, Predicate<Note> wanted) {
    return (int) notes.stream().filter(wanted).count();
  }
}
