package dev.kurir;

import dev.kurir.sandbox.RecordedRequest;
import dev.kurir.sandbox.TelegramBot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which server of a lab asked Telegram what, in the order in which Telegram was asked. */
final class TelegramCallers {
  private static final Pattern PATH = Pattern.compile("/server-([0-9])/bot([0-9]+):[^/]+/(\\w+)");

  private final ServerLab servers;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /**
   * One request.
   *
   * @param bot its id at Telegram
   * @param logged how much the server had written to its log by then
   */
  record Call(int server, long bot, String method, long nanos, long logged) {}

  TelegramCallers(ServerLab servers) {
    this.servers = servers;
    servers.lab(0).telegram.onRequest(this::note);
  }

  private void note(RecordedRequest request) {
    Matcher path = PATH.matcher(request.path());
    if (path.matches()) {
      int server = Integer.parseInt(path.group(1));
      long logged = servers.lab(server).log().toFile().length();
      long bot = Long.parseLong(path.group(2));
      calls.add(new Call(server, bot, path.group(3), System.nanoTime(), logged));
    }
  }

  /** How many there were until now. */
  int count() {
    return calls.size();
  }

  /** Those for a bot after the first ones. */
  List<Call> since(int count, TelegramBot bot) {
    return calls.subList(count, calls.size()).stream().filter(c -> c.bot == bot.id()).toList();
  }

  /** The servers that asked for a bot after the first calls, each once per stretch. */
  List<Integer> turns(int count, TelegramBot bot) {
    List<Integer> turns = new ArrayList<>();
    for (Call call : since(count, bot)) {
      if (turns.isEmpty() || turns.get(turns.size() - 1) != call.server) {
        turns.add(call.server);
      }
    }
    return turns;
  }

  /** The calls for a bot after the first ones, with the milliseconds since the first of them. */
  String history(int count, TelegramBot bot) {
    List<Call> calls = since(count, bot);
    return calls.stream()
        .map(
            c ->
                "+%d ms server %d %s"
                    .formatted((c.nanos - calls.get(0).nanos) / 1_000_000, c.server, c.method))
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  /** Which server polls a bot. */
  int poller(TelegramBot bot) {
    List<Call> polls = since(0, bot).stream().filter(c -> c.method.equals("getUpdates")).toList();
    return polls.get(polls.size() - 1).server;
  }

  /** Waits until another server polls; how long after a moment that was, in milliseconds. */
  long takenOver(TelegramBot bot, int from, int count, long nanos) {
    Callable<List<Call>> polls =
        () ->
            since(count, bot).stream()
                .filter(c -> c.server != from && c.method.equals("getUpdates"))
                .toList();
    TestWait.until(() -> !polls.call().isEmpty(), "another server to poll " + bot);
    try {
      return (polls.call().get(0).nanos - nanos) / 1_000_000;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
