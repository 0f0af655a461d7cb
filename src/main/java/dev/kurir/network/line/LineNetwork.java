package dev.kurir.network.line;

import com.linecorp.bot.messaging.model.BotInfoResponse;
import com.linecorp.bot.messaging.model.UserProfileResponse;
import dev.kurir.message.Address;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Pace;
import dev.kurir.message.Pace.Rate;
import dev.kurir.network.Alarms;
import dev.kurir.network.BotHealth;
import dev.kurir.network.Network;
import dev.kurir.network.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LINE as a network: webhooks in; replies, where a fresh token allows one, and pushes out.
 * Thread-safe.
 *
 * <p>Limits: Messaging API, "Text message", "Send push message". LINE has no call that takes a
 * webhook's URL back: after {@link #remove} LINE's requests to it are answered 404.
 */
public final class LineNetwork implements Network {
  static final NetworkName NAME = new NetworkName("line");

  private static final Logger LOG = LoggerFactory.getLogger(LineNetwork.class);
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration PROFILE = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Capabilities CAPABILITIES =
      new Capabilities(
          NAME,
          "LINE",
          5000,
          5,
          16,
          true,
          true,
          new Pace(new Rate(2000, Duration.ofSeconds(1)), null));

  private final LineSettings settings;
  private final Clock clock;
  private final Duration callTimeout;
  private final LineBots bots = new LineBots();
  private final LineReplyTokens replyTokens = new LineReplyTokens();
  private final LineQuotaWatch quotas;
  private final Optional<LineWebhook> webhook;
  private final LineComponent component;

  /**
   * @param alarms tell an owner that the month's messages run out
   */
  public LineNetwork(LineSettings settings, Alarms alarms, Clock clock) {
    this(settings, alarms, clock, CALL, FIRST_PAUSE);
  }

  /**
   * @param callTimeout for connecting, writing and reading
   * @param firstPause until setting a webhook, or a refused token, is tried again; doubles each
   *     time
   */
  LineNetwork(
      LineSettings settings,
      Alarms alarms,
      Clock clock,
      Duration callTimeout,
      Duration firstPause) {
    this.settings = settings;
    this.clock = clock;
    this.callTimeout = callTimeout;
    LineTokenWatch tokens = new LineTokenWatch(bots, firstPause);
    this.quotas = new LineQuotaWatch(alarms, tokens, clock);
    this.webhook =
        Optional.ofNullable(settings.publicUrl())
            .map(url -> new LineWebhook(url, bots, firstPause));
    LinePush push = new LinePush(quotas, settings.whenSpent(), clock);
    LineSending sending = new LineSending(bots, new LineReply(clock), push, tokens);
    this.component = new LineComponent(bots, replyTokens, sending, clock);
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Component component() {
    return component;
  }

  /** Asks for the bot's own id; LINE has no call that checks the channel secret. */
  @Override
  public Identity verify(Credentials credentials) throws RefusedException {
    LineCredentials checked = new LineCredentials(credentials);
    try {
      BotInfoResponse info = api(checked).info().join();
      if (info == null || info.userId() == null || info.userId().isBlank()) {
        throw new RefusedException("LINE did not tell the bot's user id");
      }
      return new Identity(info.userId());
    } catch (CompletionException thrown) {
      throw new RefusedException(LineFailure.of(thrown, List.of()).reason());
    }
  }

  @Override
  public void open(Bot bot) throws RefusedException {
    LineCredentials checked = new LineCredentials(bot.credentials());
    LineBot opened = new LineBot(bot, api(checked), new LineSignature(checked), clock);
    bots.add(opened);
    if (webhook.isPresent()) {
      try {
        webhook.get().set(opened);
      } catch (RefusedException refused) {
        bots.remove(bot.id());
        throw refused;
      }
    }
    quotas.read(opened);
  }

  @Override
  public void close(BotId bot) {
    bots.remove(bot);
  }

  @Override
  public void remove(Bot bot) {
    bots.remove(bot.id());
    if (webhook.isPresent()) {
      LOG.info(
          "{}: removed; its webhook URL stays set at LINE, which can't be told to forget it: clear"
              + " it in the LINE Developers Console",
          bot);
    }
  }

  @Override
  public BotHealth health(BotId bot) {
    return bots.byId(bot).map(LineBot::health).orElseGet(() -> new BotHealth(false, "not open"));
  }

  @Override
  public Optional<String> displayName(BotId bot, Address address) {
    Optional<LineBot> opened = bots.byId(bot);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    CompletableFuture<UserProfileResponse> profile = opened.get().api().profile(address.value());
    try {
      return Optional.ofNullable(profile.get(PROFILE.toMillis(), TimeUnit.MILLISECONDS))
          .map(UserProfileResponse::displayName)
          .filter(name -> !name.isBlank());
    } catch (ExecutionException | TimeoutException unknown) {
      return Optional.empty();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      profile.cancel(true);
    }
  }

  /** A fresh reply token, which makes the next request to the chat free. */
  @Override
  public Optional<String> permit(BotId bot, Address to) {
    return replyTokens.take(bot, to, clock.instant()).map(ReplyToken::permit);
  }

  @Override
  public Map<String, Double> figures(BotId bot) {
    return bots.byId(bot).map(open -> open.quota().figures(clock.instant())).orElseGet(Map::of);
  }

  private LineApi api(LineCredentials credentials) {
    return new LineApi(settings.apiUrl(), credentials.token(), callTimeout);
  }
}
