package dev.kurir.network.xmpp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.SmackException.EndpointConnectionException;
import org.jivesoftware.smack.XMPPException.StreamErrorException;
import org.jivesoftware.smack.sasl.SASLError;
import org.jivesoftware.smack.sasl.SASLErrorException;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection failed, in words that an owner understands; holds neither stanzas nor secrets,
 * which Smack's own exception texts may.
 *
 * @param credentials whether the server refused the account, so that trying again is no use
 * @param binding whether it was a mechanism that binds the TLS channel, so that one without may do
 */
record Failure(String reason, boolean credentials, boolean binding) {

  static Failure of(Throwable thrown) {
    for (Throwable t : causes(thrown)) {
      if (t instanceof SASLErrorException sasl) {
        return sasl(sasl);
      }
      String reason = words(t);
      if (reason != null) {
        return new Failure(reason, false, false);
      }
    }
    return new Failure(thrown.getClass().getSimpleName(), false, false);
  }

  private static Failure sasl(SASLErrorException refused) {
    SASLError error = refused.getSASLFailure().getSASLError();
    String condition = refused.getSASLFailure().getSASLErrorString();
    boolean temporary = error == SASLError.temporary_auth_failure;
    boolean password = error == SASLError.not_authorized || error == null;
    return new Failure(
        password
            ? "wrong user name or password (" + condition + ")"
            : "login refused: " + condition,
        !temporary,
        refused.getMechanism().endsWith("-PLUS"));
  }

  private static @Nullable String words(Throwable t) {
    if (t instanceof SmackException.SecurityRequiredByClientException) {
      return "the server offers no TLS (expected: STARTTLS, nothing is sent in the clear)";
    }
    if (t instanceof CertificateException && said(t).contains("Hostname verification")) {
      return "TLS certificate is not for this domain";
    }
    if (t instanceof SSLException || t instanceof CertificateException) {
      return "TLS certificate not trusted (expected: one by a known authority, or by one in caFile)";
    }
    if (t instanceof UnknownHostException) {
      return "unknown host";
    }
    if (t instanceof ConnectException) {
      return said(t).contains("refused") ? "connection refused" : "cannot be reached";
    }
    if (t instanceof SocketTimeoutException || t instanceof SmackException.NoResponseException) {
      return "no answer";
    }
    if (t instanceof StreamErrorException stream) {
      return "the server ended the stream: " + stream.getStreamError().getCondition();
    }
    if (t instanceof SmackException.SmackMessageException && said(t).contains("END_DOCUMENT")) {
      return "connection closed by the server";
    }
    if (t instanceof NotStoredException) {
      return "a message could not be stored here";
    }
    if (t instanceof EndpointConnectionException endpoint
        && !endpoint.getLookupFailures().isEmpty()) {
      return "unknown host";
    }
    return t instanceof IOException
            || t instanceof XmlPullParserException
            || t instanceof SmackException.NotConnectedException
        ? "connection lost"
        : null;
  }

  private static String said(Throwable t) {
    return t.getMessage() == null ? "" : t.getMessage();
  }

  /** The exception, what caused it, and what Smack collected from each address it tried. */
  private static List<Throwable> causes(Throwable thrown) {
    List<Throwable> all = new ArrayList<>();
    for (Throwable t = thrown; t != null && all.size() < 20; t = t.getCause()) {
      if (t instanceof EndpointConnectionException endpoint) {
        endpoint.getConnectionExceptions().forEach(e -> all.add(e.getException()));
      }
      all.add(t);
    }
    return all;
  }

  /** An error condition as XMPP spells it: {@code service-unavailable}. */
  static String condition(Enum<?> condition) {
    return condition.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
