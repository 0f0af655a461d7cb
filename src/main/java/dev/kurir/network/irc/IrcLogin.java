package dev.kurir.network.irc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.component.irc.IrcConfiguration;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * Where a session connects to and who it is there. Its text form never shows a password.
 *
 * @param password of the server; empty: none
 * @param nickPassword for NickServ; empty: none
 * @param tls null: without TLS
 */
record IrcLogin(
    String host,
    int port,
    String nickname,
    String username,
    String realname,
    String password,
    String nickPassword,
    @Nullable SSLContext tls) {
  private static final int CONNECT_MS = 5_000;
  private static final int PLAIN_PORT = 6667;
  private static final int TLS_PORT = 6697;

  /**
   * Reads Camel's options.
   *
   * @throws IllegalArgumentException naming an option that is missing or can't be one
   */
  static IrcLogin of(IrcConfiguration options, CamelContext context) {
    String nickname = word("nickname", options.getNickname());
    boolean secure = options.getUsingSSL();
    return new IrcLogin(
        word("host", options.getHostname()),
        options.getPort() > 0 ? options.getPort() : secure ? TLS_PORT : PLAIN_PORT,
        nickname,
        word("username", given(options.getUsername(), nickname)),
        IrcText.cleaned(given(options.getRealname(), nickname)),
        options.getPassword() == null ? "" : IrcText.cleaned(options.getPassword()),
        options.getNickPassword() == null ? "" : IrcText.cleaned(options.getNickPassword()),
        secure ? tls(options.getSslContextParameters(), context) : null);
  }

  private static String given(@Nullable String value, String fallback) {
    return value == null || value.isBlank() ? fallback : value;
  }

  private static String word(String name, @Nullable String value) {
    if (value == null || !value.matches("[^\\s:,\\p{Cntrl}][^\\s,\\p{Cntrl}]{0,199}")) {
      throw new IllegalArgumentException(
          "irc " + name + ": missing or malformed (expected: one word)");
    }
    return value;
  }

  private static SSLContext tls(@Nullable SSLContextParameters declared, CamelContext context) {
    try {
      return declared == null ? SSLContext.getDefault() : declared.createSSLContext(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("sslContextParameters: " + e.getMessage(), e);
    }
  }

  /** Connects; with TLS the certificate must be valid for the host. */
  Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
      socket.setTcpNoDelay(true);
      if (tls == null) {
        return socket;
      }
      socket.setSoTimeout(CONNECT_MS);
      SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, host, port, true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return secured;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public String toString() {
    return nickname + "@" + host + ":" + port;
  }
}
