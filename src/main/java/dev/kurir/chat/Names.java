package dev.kurir.chat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, and the names of users that are known. Thread-safe. */
final class Names implements Completer {
  private static final List<String> COMMANDS =
      List.of(
          "/all",
          "/delete",
          "/help",
          "/inbox",
          "/login",
          "/logout",
          "/quit",
          "/read",
          "/register",
          "/send",
          "/servers",
          "/unregister",
          "/users");
  private static final int MOST = 10_000;

  private final Set<String> names = new ConcurrentSkipListSet<>();

  /** Somebody wrote, or was written to. */
  void add(String name) {
    if (names.size() < MOST && name.matches("[a-z0-9][a-z0-9._-]{0,31}")) {
      names.add(name);
    }
  }

  void connected(List<String> connected) {
    connected.forEach(this::add);
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line.wordIndex() == 0) {
      COMMANDS.forEach(command -> candidates.add(new Candidate(command)));
      names.forEach(name -> candidates.add(new Candidate(name)));
    } else if (line.wordIndex() == 1 && line.words().get(0).equals("/send")) {
      names.forEach(name -> candidates.add(new Candidate(name)));
    }
  }
}
