package dev.kurir.chat;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One login by SCRAM-SHA-256, in which each side proves that it knows the password. For the loop's
 * thread.
 */
final class Login {
  private static final Pattern ITERATIONS = Pattern.compile("(?:^|,)i=(\\d{1,9})(?:,|$)");
  private static final int LEAST_ITERATIONS = 4_096;

  /** More would be a way to keep a client busy. */
  private static final int MOST_ITERATIONS = 1_000_000;

  private static final Pattern WELCOME =
      Pattern.compile("(\\S+) (welcome \\S+, \\d+ unread), session (\\S+)");

  private final Requests requests;
  private final ScramClient client;
  private final Duration patience;

  /**
   * How a login ended.
   *
   * @param answer the server's welcome, or why there is no session
   * @param token what shows the session; empty: there is none
   */
  record End(Answer answer, String token) {
    @Override
    public String toString() {
      return answer.toString();
    }
  }

  /**
   * @param patience for each of the two requests
   */
  Login(Requests requests, Secret secret, Duration patience) {
    this.requests = requests;
    this.client = secret.login();
    this.patience = patience;
  }

  CompletionStage<End> begin() {
    return ask(client.clientFirstMessage().toString(), "").thenCompose(this::prove);
  }

  private CompletableFuture<Answer> ask(String message, String behind) {
    String base64 = Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
    return requests.ask("/scram " + base64 + behind, patience);
  }

  private CompletionStage<End> prove(Answer first) {
    if (!first.ok()) {
      return ended(first);
    }
    try {
      String challenge = decoded(Datagram.first(first.text()));
      Matcher iterations = ITERATIONS.matcher(challenge);
      if (!iterations.find()
          || Integer.parseInt(iterations.group(1)) < LEAST_ITERATIONS
          || Integer.parseInt(iterations.group(1)) > MOST_ITERATIONS) {
        return ended(
            Answer.malformed("the server asks for a weak or endless proof of the password"));
      }
      client.serverFirstMessage(challenge);
      return ask(client.clientFinalMessage().toString(), " ack").thenApply(this::judge);
    } catch (ScramException | IllegalArgumentException e) {
      return ended(Answer.malformed("the server does not speak SCRAM-SHA-256"));
    }
  }

  private End judge(Answer last) {
    Matcher welcome = WELCOME.matcher(last.text());
    if (!last.ok() || !welcome.matches()) {
      return new End(
          last.ok() ? Answer.malformed("the server's welcome is not understood") : last, "");
    }
    try {
      client.serverFinalMessage(decoded(welcome.group(1)));
    } catch (ScramException | IllegalArgumentException e) {
      return new End(
          Answer.malformed("the server does not know the password: it may be a false one"), "");
    }
    return new End(Answer.done(welcome.group(2)), welcome.group(3));
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static CompletionStage<End> ended(Answer answer) {
    return CompletableFuture.completedFuture(new End(answer, ""));
  }
}
