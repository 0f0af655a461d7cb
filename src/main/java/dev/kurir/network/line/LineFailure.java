package dev.kurir.network.line;

import com.linecorp.bot.client.base.exception.AbstractLineClientException;
import com.linecorp.bot.messaging.client.MessagingApiClientException;
import com.linecorp.bot.messaging.model.ErrorDetail;
import com.linecorp.bot.messaging.model.SentMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * A call to LINE's API that did not succeed. Its message is LINE's own reason or the connection's,
 * fit for owners and logs: without the token, without what was sent, without control characters.
 * The SDK's exception is not kept as the cause, because its text is not.
 */
final class LineFailure extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_REASON = 400;

  /** Shorter secrets than this are no secrets, but would tear words apart. */
  private static final int SHORTEST_SECRET = 4;

  private final int status;
  private final boolean unreachable;
  private final boolean unsent;
  private final transient @Nullable AbstractLineClientException answer;

  private LineFailure(
      int status,
      boolean unreachable,
      boolean unsent,
      String reason,
      @Nullable AbstractLineClientException answer) {
    super(reason);
    this.status = status;
    this.unreachable = unreachable;
    this.unsent = unsent;
    this.answer = answer;
  }

  /**
   * Reads what the SDK threw.
   *
   * @param unspeakable the token and the texts that were sent
   */
  static LineFailure of(Throwable thrown, List<String> unspeakable) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof LineFailure failure) {
      return failure;
    }
    if (cause instanceof AbstractLineClientException answer) {
      String reason = "LINE answered " + answer.getCode() + explained(answer);
      return new LineFailure(answer.getCode(), false, false, clean(reason, unspeakable), answer);
    }
    boolean unsent = isUnconnected(cause);
    return new LineFailure(
        0, isUnreachable(cause), unsent, clean(silence(cause), unspeakable), null);
  }

  /** The HTTP status; 0 when there was no answer, or none that could be read. */
  int status() {
    return status;
  }

  /** Whether no connection came about at all. */
  boolean unreachable() {
    return unreachable;
  }

  /** Whether it surely never left. */
  boolean unsent() {
    return unsent;
  }

  /** Whether LINE refuses the credentials or what was asked, so that a repeat would not help. */
  boolean refusal() {
    return status >= 400 && status < 500 && status != 408 && status != 429;
  }

  /** Why, without secrets and texts. */
  String reason() {
    return Objects.requireNonNullElse(getMessage(), "");
  }

  /** A header of the answer. */
  @Nullable String header(String name) {
    return answer == null ? null : answer.getHeader(name);
  }

  /** What an earlier request with the same retry key sent, where LINE repeats it. */
  @Nullable List<SentMessage> sentMessages() {
    return answer instanceof MessagingApiClientException known ? known.getSentMessages() : null;
  }

  private static String explained(AbstractLineClientException answer) {
    if (!(answer instanceof MessagingApiClientException known) || known.getError() == null) {
      return " without a reason";
    }
    List<ErrorDetail> details = known.getDetails();
    String more =
        details == null
            ? ""
            : details.stream()
                .filter(Objects::nonNull)
                .map(d -> words(": ", d.property(), d.message()))
                .filter(d -> !d.isEmpty())
                .collect(Collectors.joining("; "));
    return ": " + known.getError() + (more.isEmpty() ? "" : " (" + more + ")");
  }

  private static String words(String separator, @Nullable String... words) {
    return Stream.of(words).filter(Objects::nonNull).collect(Collectors.joining(separator));
  }

  private static boolean isUnreachable(Throwable cause) {
    return isUnconnected(cause) || cause instanceof SSLException;
  }

  /** A TLS failure may also come after the request. */
  private static boolean isUnconnected(Throwable cause) {
    boolean inTime =
        !(cause instanceof SocketTimeoutException)
            || !String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("connect");
    return cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException
        || cause instanceof SSLHandshakeException
        || !inTime;
  }

  private static String silence(Throwable cause) {
    boolean late = cause instanceof SocketTimeoutException || cause instanceof TimeoutException;
    if (late && !isUnconnected(cause)) {
      return "LINE did not answer in time";
    }
    return isUnreachable(cause)
        ? "LINE can't be reached: " + cause.getMessage()
        : "the connection to LINE broke: " + cause.getClass().getSimpleName();
  }

  private static String clean(String reason, List<String> unspeakable) {
    String clean = reason;
    for (String secret : unspeakable) {
      clean = secret.length() < SHORTEST_SECRET ? clean : clean.replace(secret, "…");
    }
    clean = clean.replaceAll("\\p{Cntrl}+", " ").strip();
    return clean.length() <= LONGEST_REASON ? clean : clean.substring(0, LONGEST_REASON) + "…";
  }
}
