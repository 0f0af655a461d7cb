package dev.kurir.sandbox;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;

/**
 * Lets a person play an XMPP partner with curl, on 127.0.0.1: {@code POST
 * /sandbox/xmpp/users/<name>/says} with the text as the body. Web pages (requests with an Origin)
 * are refused.
 */
final class XmppControl implements AutoCloseable {
  private final SandboxServer server = new SandboxServer();
  private final XmppPartner partner;
  private final String bot;
  private final String path;

  XmppControl(XmppPartner partner, String bot) {
    this.partner = partner;
    this.bot = bot;
    String name = partner.jid().substring(0, partner.jid().indexOf('@'));
    this.path = "/sandbox/xmpp/users/" + name + "/says";
    Reply tooLarge = Reply.text(413, "text/plain", "expected: at most 2 MB\n");
    server.listen(0, this::answer, this::answer, tooLarge);
  }

  URI says() {
    return URI.create(server.url() + path);
  }

  private Future<Reply> answer(RecordedRequest request) {
    if (request.header("origin") != null || !request.path().equals(path)) {
      return done(Reply.text(404, "text/plain", "expected: POST a text to " + path + "\n"));
    }
    if (request.text().isBlank()) {
      return done(Reply.text(400, "text/plain", "expected: a text as the body\n"));
    }
    return server
        .vertx()
        .executeBlocking(
            () -> {
              partner.says(bot, request.text());
              return Reply.text(200, "text/plain", "sent\n");
            })
        .otherwise(failure -> Reply.text(503, "text/plain", reason(failure) + "\n"));
  }

  private static String reason(Throwable failure) {
    return failure instanceof IOException known ? String.valueOf(known.getMessage()) : "not sent";
  }

  private static Future<Reply> done(Reply reply) {
    return Future.succeededFuture(reply);
  }

  @Override
  public void close() {
    server.close();
  }
}
