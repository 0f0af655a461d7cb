package dev.kurir.network.irc;

import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Scope;
import dev.kurir.network.SendFailedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends texts by a session, and knows how each ended: the server answers a PING only after it has
 * read what came before. Few lines are under way at once, so that no server sees a flood. One text
 * at a time.
 */
final class IrcSpeaker {
  private static final int AT_ONCE = 4;
  private static final int PATIENCE_S = 60;
  private static final int LINE = 510;
  private static final int USER_AND_HOST = 90;

  /** After a netsplit or a restart of the server others come back later. */
  private static final Duration SETTLING = Duration.ofSeconds(60);

  private static final Duration SOON = Duration.ofSeconds(3);

  /** No such nick, server or channel; can't send to it; not in it (RFC 2812, 5.2). */
  private static final Set<String> NOT_THERE = Set.of("401", "402", "403", "404", "442");

  private final IrcSession session;
  private long spoken;

  IrcSpeaker(IrcSession session) {
    this.session = session;
  }

  /**
   * Says a text to a nick or a channel; the server has it when this returns.
   *
   * @throws SendFailedException with what to do
   */
  synchronized void say(String target, String text) throws SendFailedException {
    if (!target.matches("[^\\s:,\\p{Cntrl}][^\\s,\\p{Cntrl}]{0,199}")) {
      throw failed(new Outcome.Rejected("neither a nick nor a channel", Meaning.MESSAGE));
    }
    int overhead =
        session.login().nickname().length()
            + USER_AND_HOST
            + target.getBytes(StandardCharsets.UTF_8).length;
    List<String> lines = IrcText.lines(text, LINE - overhead);
    if (lines.isEmpty()) {
      throw failed(new Outcome.Rejected("nothing to read in it", Meaning.MESSAGE));
    }
    for (int from = 0; from < lines.size(); from += AT_ONCE) {
      List<String> part = lines.subList(from, Math.min(lines.size(), from + AT_ONCE));
      say(target, part, from);
    }
  }

  private void say(String target, List<String> lines, int before) throws SendFailedException {
    IrcConfirmation confirmation =
        new IrcConfirmation("kurir-" + System.identityHashCode(this) + "-" + spoken++, target);
    IrcConfirmation.Answer answer =
        await(confirmation, lines.stream().map(line -> "PRIVMSG " + target + " :" + line).toList());
    switch (answer.end()) {
      case TAKEN -> {}
      case UNSENT ->
          throw failed(
              before == 0
                  ? new Outcome.RetryLater(SOON, Scope.BOT, answer.reason())
                  : new Outcome.Uncertain("cut off after " + before + " lines"));
      case LOST ->
          throw failed(
              new Outcome.Uncertain("the connection was lost meanwhile: " + answer.reason()));
      case REFUSED -> throw failed(refused(answer, session.age(), before));
    }
  }

  private IrcConfirmation.Answer await(IrcConfirmation confirmation, List<String> lines) {
    try {
      return session.write(lines, confirmation).get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      session.reset();
      return lost("no answer within " + PATIENCE_S + " s");
    } catch (ExecutionException e) {
      return lost("failed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return lost("Kurir stops");
    }
  }

  private static IrcConfirmation.Answer lost(String reason) {
    return new IrcConfirmation.Answer(IrcConfirmation.End.LOST, "", reason);
  }

  private static Outcome refused(IrcConfirmation.Answer answer, Duration signedIn, int before) {
    boolean away = NOT_THERE.contains(answer.code());
    if (away && before == 0 && signedIn.compareTo(SETTLING) < 0) {
      return new Outcome.RetryLater(SOON, Scope.CONVERSATION, answer.reason());
    }
    return new Outcome.Rejected(
        answer.reason(), away && before == 0 ? Meaning.CONTACT_GONE : Meaning.MESSAGE);
  }

  private static SendFailedException failed(Outcome outcome) {
    return new SendFailedException(outcome, "irc: not sent");
  }
}
