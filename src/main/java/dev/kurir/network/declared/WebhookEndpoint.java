package dev.kurir.network.declared;

import dev.kurir.network.WebhookIntake;
import dev.kurir.network.WebhookIntake.Answer;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code from: kurir:webhook}: the requests to a bot's path, {@code /webhook/<network>/<key>}.
 * Where a signature is declared, nothing of a request reaches a step before its signature was
 * checked.
 */
@UriEndpoint(scheme = "kurir", syntax = "kurir:webhook", title = "A webhook", consumerOnly = true)
final class WebhookEndpoint extends BotEndpoint {
  private final Signature signature = new Signature();

  WebhookEndpoint(String uri, KurirComponent component) {
    super(uri, component);
  }

  /** The name of the credential that is the HMAC-SHA256 key; empty: requests are not signed. */
  public void setSecret(String credential) {
    signature.secret = credential;
  }

  /** The header that holds the signature. */
  public void setSignatureHeader(String name) {
    signature.header = name;
  }

  /** What stands before the signature in its header, such as {@code sha256=}. */
  public void setSignaturePrefix(String prefix) {
    signature.prefix = prefix;
  }

  /** {@code hex} or {@code base64}. */
  public void setSignatureEncoding(String encoding) {
    signature.encoding = Signature.Encoding.of(encoding);
  }

  /** The header with the seconds since 1970, which are signed before the body. */
  public void setTimestampHeader(String name) {
    signature.timestampHeader = name;
  }

  /** What is signed: {@code $timestamp} and {@code $body} stand for themselves. */
  public void setSigned(String pattern) {
    signature.signed = pattern;
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    signature.check();
    WebhookConsumer consumer = new WebhookConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  /** Answers the requests to one bot. */
  static final class WebhookConsumer extends DefaultConsumer {
    private final WebhookEndpoint webhook;

    WebhookConsumer(WebhookEndpoint webhook, Processor processor) {
      super(webhook, processor);
      this.webhook = webhook;
    }

    @Override
    protected void doStart() throws Exception {
      super.doStart();
      webhook.networks().webhooks().put(webhook.bot(), this);
    }

    @Override
    protected void doStop() throws Exception {
      webhook.networks().webhooks().remove(webhook.bot(), this);
      super.doStop();
    }

    /** Returns only after the route has ended; throws when it failed. */
    Answer answer(WebhookIntake.Request request) throws Exception {
      DeclaredNetworks networks = webhook.networks();
      boolean read = request.method().equals("GET");
      String refusal =
          read
              ? null
              : webhook.signature.refusal(
                  request, networks.credentials(webhook.bot()), networks.clock().instant());
      if (refusal != null) {
        return Answer.refused(401, refusal);
      }
      Exchange exchange = createExchange(false);
      try {
        request.parameters().forEach(exchange.getMessage()::setHeader);
        exchange.getMessage().setHeader(Exchange.HTTP_METHOD, request.method());
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, request.header("Content-Type"));
        exchange.getMessage().setBody(request.body());
        getProcessor().process(exchange);
        if (exchange.getException() != null) {
          throw exchange.getException();
        }
        @Nullable String reply = exchange.getMessage().getHeader(Handed.REPLY, String.class);
        int status = exchange.getMessage().getHeader(Handed.REPLY_STATUS, 200, Integer.class);
        return new Answer(status, reply == null ? "" : reply, "text/plain; charset=UTF-8");
      } finally {
        releaseExchange(exchange, false);
      }
    }
  }
}
