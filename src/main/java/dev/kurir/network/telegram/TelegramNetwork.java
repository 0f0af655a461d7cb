package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.Address;
import dev.kurir.message.Bot;
import dev.kurir.message.BotId;
import dev.kurir.message.Capabilities;
import dev.kurir.message.Credentials;
import dev.kurir.message.Pace;
import dev.kurir.message.Pace.Rate;
import dev.kurir.network.Alarms;
import dev.kurir.network.Bookmarks;
import dev.kurir.network.BotHealth;
import dev.kurir.network.Network;
import dev.kurir.network.RefusedException;
import dev.kurir.network.Tenure;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Telegram for all bots (Bot API 10.1). Bots may be opened before or after the inbound route
 * starts; they receive while both are there, by webhook where a public URL is set, else by polling.
 *
 * <p>Telegram cannot recognise a repeated send: a dispatch whose earlier end nobody saw is not sent
 * again but ends uncertain. Thread-safe.
 */
public final class TelegramNetwork implements Network {
  private static final Logger LOG = LoggerFactory.getLogger(TelegramNetwork.class);

  /** Thirty a second also where an answer takes a second. */
  private static final int IN_FLIGHT = 30;

  /** One group or channel (Bots FAQ, "My bot is hitting limits"). */
  private static final Rate OF_A_GROUP = new Rate(20, Duration.ofMinutes(1));

  private static final Rate PERSON = new Rate(1, Duration.ofSeconds(1));

  private static final Capabilities CAPABILITIES =
      new Capabilities(
          TelegramTranslator.NETWORK,
          "Telegram",
          4096,
          1,
          IN_FLIGHT,
          false,
          false,
          new Pace(new Rate(30, Duration.ofSeconds(1)), PERSON));

  /** How long opening or removing a bot waits for Telegram. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long nobody waits any more after Telegram did not answer. */
  private static final Duration AWAY = Duration.ofSeconds(30);

  private final TelegramSettings settings;
  private final Bookmarks bookmarks;
  private final Alarms alarms;
  private final Clock clock;
  private final Backoff.Pause pause;
  private final TelegramApi api;
  private final TelegramSessions sessions = new TelegramSessions();
  private final TelegramBotsComponent component;
  private volatile Instant awayUntil = Instant.MIN;
  private volatile Tenure tenure = Tenure.ALONE;

  /**
   * @param bookmarks when each bot last had all its updates
   * @param alarms tell an owner that Telegram has forgotten updates
   * @param clock dates updates that carry no date, and lets an offset grow old
   */
  public TelegramNetwork(
      TelegramSettings settings, Bookmarks bookmarks, Alarms alarms, Clock clock) {
    this(settings, bookmarks, alarms, clock, threads());
  }

  private TelegramNetwork(
      TelegramSettings settings,
      Bookmarks bookmarks,
      Alarms alarms,
      Clock clock,
      ExecutorService threads) {
    this(settings, bookmarks, alarms, clock, threads, Backoff.Pause.on(threads));
  }

  TelegramNetwork(
      TelegramSettings settings,
      Bookmarks bookmarks,
      Alarms alarms,
      Clock clock,
      Backoff.Pause pause) {
    this(settings, bookmarks, alarms, clock, threads(), pause);
  }

  private TelegramNetwork(
      TelegramSettings settings,
      Bookmarks bookmarks,
      Alarms alarms,
      Clock clock,
      ExecutorService threads,
      Backoff.Pause pause) {
    this.settings = settings;
    this.bookmarks = bookmarks;
    this.alarms = alarms;
    this.clock = clock;
    this.pause = pause;
    HttpClient http = TelegramApi.client(threads).proxy(ProxySelector.getDefault()).build();
    this.api = new TelegramApi(http, threads, settings.apiUrl());
    this.component = new TelegramBotsComponent(this, http, threads, settings.apiUrl());
  }

  /** As many as are busy at once, none for a request that waits; they end with the process. */
  private static ExecutorService threads() {
    return Executors.newCachedThreadPool(
        work -> {
          Thread thread = new Thread(work, "kurir-telegram");
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Component component() {
    return component;
  }

  @Override
  public Identity verify(Credentials credentials) throws RefusedException {
    TelegramToken token = TelegramToken.of(credentials);
    ObjectNode nothing = TelegramApi.JSON.createObjectNode();
    TelegramAnswer answer = api.call(token, "getMe", nothing, TelegramApi.PATIENCE).join();
    if (!answer.ok()) {
      throw new RefusedException(answer.reason());
    }
    JsonNode me = answer.result();
    return new Identity(me.path("username").asText(me.path("id").asText()));
  }

  /**
   * {@inheritDoc}
   *
   * <p>A refused bot stays known until it is closed, so that its health and its messages tell why.
   */
  @Override
  public void open(Bot bot) throws RefusedException {
    TelegramSession session = new TelegramSession(bot, api, clock, () -> holds(bot.id()));
    CompletableFuture<TelegramAnswer> first = sessions.open(session);
    if (first == null || clock.instant().isBefore(awayUntil)) {
      return;
    }
    TelegramAnswer answer = within(PATIENCE, first);
    if (answer.refusesRequest()) {
      session.refuse();
      throw new RefusedException(answer.reason());
    }
    if (answer.status() == 0 && !answer.isWithheld()) {
      awayUntil = clock.instant().plus(AWAY);
    }
  }

  /** Where it polls: a second poller gets 409. A webhook reaches any node. */
  @Override
  public boolean exclusive() {
    return settings.publicUrl() == null;
  }

  @Override
  public void ask(Tenure now) {
    tenure = now;
  }

  private boolean holds(BotId bot) {
    return !exclusive() || tenure.holds(bot);
  }

  @Override
  public void close(BotId bot) {
    sessions.close(bot);
  }

  @Override
  public void remove(Bot bot) {
    sessions.close(bot.id());
    if (settings.publicUrl() == null) {
      return;
    }
    ObjectNode keep = TelegramApi.JSON.createObjectNode().put("drop_pending_updates", false);
    TelegramToken token = TelegramToken.of(bot.credentials());
    TelegramAnswer answer = within(PATIENCE, api.call(token, "deleteWebhook", keep, PATIENCE));
    if (!answer.ok()) {
      LOG.warn("{}: its webhook stays set at Telegram: {}", bot, answer);
    }
  }

  @Override
  public BotHealth health(BotId bot) {
    TelegramSession session = sessions.find(bot);
    return session == null ? new BotHealth(false, "not open here") : session.health();
  }

  /** Ids of groups and channels are negative; a name is a channel's or a group's. */
  @Override
  public Rate pace(Address to) {
    return to.value().matches("[0-9]+") ? PERSON : OF_A_GROUP;
  }

  TelegramSessions sessions() {
    return sessions;
  }

  Clock clock() {
    return clock;
  }

  /** How a bot receives for a route. */
  Reception reception(TelegramSession session, LongPolling.PollOptions options, Intake intake) {
    Bot bot = session.bot();
    URI publicUrl = settings.publicUrl();
    Attendance attendance = new Attendance(bot, bookmarks, alarms, clock);
    return publicUrl == null
        ? new LongPolling(
            bot, session.token(), api, options, intake, attendance, pause, clock, session::holds)
        : new WebhookRegistration(bot, session.token(), api, publicUrl, attendance, pause);
  }

  private static TelegramAnswer within(
      Duration patience, CompletableFuture<TelegramAnswer> answer) {
    TelegramAnswer late = TelegramAnswer.unsent("Telegram has not answered yet");
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return late;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return late;
    }
  }
}
