package dev.kurir.network.telegram;

import dev.kurir.network.telegram.LongPolling.PollOptions;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.telegram.TelegramConfiguration;
import org.apache.camel.component.telegram.TelegramEndpoint;
import org.apache.camel.component.webhook.WebhookConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * {@code telegram:bots}. Without {@code authorizationToken} it serves all opened bots: it gives
 * {@code List<Arrival>} and takes a {@code Dispatch}. With a token, in an engineer's own route, it
 * sends texts as Camel's documentation says.
 *
 * <p>Of Camel's options the scheduler's have no meaning: polls follow one another without pause.
 */
final class TelegramBotsEndpoint extends TelegramEndpoint {
  private static final String NO_WEBHOOK =
      "webhook:telegram is refused: Camel registers it without a secret, checks none and removes it"
          + " at every stop (expected: telegram:bots, which receives by webhook when"
          + " kurir.http.public-url is set)";
  private final TelegramBotsComponent component;

  TelegramBotsEndpoint(
      String uri, TelegramBotsComponent component, TelegramConfiguration configuration) {
    super(uri, component, configuration, component.getClient());
    this.component = component;
  }

  @Override
  public Producer createProducer() {
    return new TelegramBotsProducer(this, component.network(), ownSender());
  }

  /** The sender for the route's own token; null where it has none. */
  private @Nullable TelegramSender ownSender() {
    String token = getConfiguration().getAuthorizationToken();
    if (token == null) {
      return null;
    }
    String base = getConfiguration().getBaseUri();
    URI apiUrl = new TelegramSettings(URI.create(base), null).apiUrl();
    TelegramApi api = new TelegramApi(ownClient(), component.executor(), apiUrl);
    return new TelegramSender(TelegramToken.parse("authorizationToken", token), api);
  }

  private HttpClient ownClient() {
    String host = getConfiguration().getProxyHost();
    Integer port = getConfiguration().getProxyPort();
    if (host == null || port == null) {
      return getClient();
    }
    InetSocketAddress proxy = new InetSocketAddress(host, port);
    return TelegramApi.client(component.executor()).proxy(ProxySelector.of(proxy)).build();
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    if (getConfiguration().getAuthorizationToken() != null) {
      throw new IllegalArgumentException(
          "authorizationToken: set on a consumer (expected: none; a bot that is registered with"
              + " Kurir is received by telegram:bots)");
    }
    PollOptions options =
        new PollOptions(getConfiguration().getTimeout(), getConfiguration().getLimit());
    return new TelegramBotsConsumer(this, processor, component.network(), options);
  }

  @Override
  public void setWebhookConfiguration(WebhookConfiguration configuration) {
    throw new UnsupportedOperationException(NO_WEBHOOK);
  }

  @Override
  public Processor createWebhookHandler(Processor next) {
    throw new UnsupportedOperationException(NO_WEBHOOK);
  }

  @Override
  public void registerWebhook() {
    throw new UnsupportedOperationException(NO_WEBHOOK);
  }

  /** Nothing is ever registered this way, so a stop removes nothing. */
  @Override
  public void unregisterWebhook() {}
}
