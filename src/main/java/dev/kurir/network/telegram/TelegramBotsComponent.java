package dev.kurir.network.telegram;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.camel.Endpoint;
import org.apache.camel.component.telegram.TelegramComponent;
import org.apache.camel.component.telegram.TelegramConfiguration;
import org.apache.camel.spi.annotations.Component;

/**
 * Camel's {@code telegram:} with its URIs and options, and with a consumer and a producer of ours,
 * because Camel's lose and mix up messages. Bound in code under {@code telegram}. The annotation,
 * which is not inherited, is what lets Camel find the options.
 */
@Component("telegram")
final class TelegramBotsComponent extends TelegramComponent {
  private final TelegramNetwork network;
  private final Executor executor;

  TelegramBotsComponent(TelegramNetwork network, HttpClient http, Executor executor, URI apiUrl) {
    this.network = network;
    this.executor = executor;
    setClient(http);
    setBaseUri(apiUrl.toString());
  }

  TelegramNetwork network() {
    return network;
  }

  /** Where answers to requests with a route's own token are taken on. */
  Executor executor() {
    return executor;
  }

  /** {@inheritDoc} Without a token the endpoint serves all opened bots. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    String type =
        remaining.endsWith("/") ? remaining.substring(0, remaining.length() - 1) : remaining;
    if (!type.equals(TelegramConfiguration.ENDPOINT_TYPE_BOTS)) {
      throw new IllegalArgumentException(
          "telegram:" + type + ": unknown (expected: telegram:bots)");
    }
    TelegramConfiguration configuration = new TelegramConfiguration();
    configuration.setType(type);
    configuration.setBaseUri(getBaseUri());
    configuration.setAuthorizationToken(getAuthorizationToken());
    configuration.setTimeout(LongPolling.PollOptions.DEFAULT.timeoutSeconds());
    configuration.setLimit(LongPolling.PollOptions.DEFAULT.limit());
    TelegramBotsEndpoint endpoint = new TelegramBotsEndpoint(uri, this, configuration);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
