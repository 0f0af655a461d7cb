package dev.kurir.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.sandbox.LineBot;
import dev.kurir.sandbox.LineUser;
import dev.kurir.sandbox.Prosody;
import dev.kurir.sandbox.ShownMessage;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramUser;
import dev.kurir.sandbox.XmppPartner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The people of a run: owners in front of LINE, each with bots on Telegram and XMPP and partners
 * there; all registered and paired over the public interface. What their messengers show goes to
 * the ledger.
 */
final class Town {
  static final String TELEGRAM = "Telegram";
  static final String XMPP = "XMPP";
  static final String LINE = "LINE";
  static final String WEBHOOK = "Webhook";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int TELEGRAM_BOTS = 2;
  private static final int XMPP_PARTNERS = 2;

  private final Stage stage;
  private final Ledger ledger;
  private final KurirApi api;
  private final List<Owner> owners = new ArrayList<>();
  private final List<Talk> telegram = new ArrayList<>();
  private final List<Talk> xmpp = new ArrayList<>();

  private Town(Stage stage, Ledger ledger) {
    this.stage = stage;
    this.ledger = ledger;
    this.api = stage.kurir.api();
  }

  /**
   * Registers everybody.
   *
   * @param owners how many owners
   * @param partners how many partners on Telegram, over all bots
   */
  static Town build(Stage stage, Ledger ledger, int owners, int partners) throws IOException {
    Town town = new Town(stage, ledger);
    stage.line.onShown(
        message ->
            ledger.shown(
                Direction.TO_OWNER, message.chat(), bridged(message) ? message.text() : ""));
    stage.telegram.onShown(
        message -> ledger.shown(Direction.TO_PARTNER, message.chat(), message.text()));
    for (int i = 0; i < owners; i++) {
      town.owners.add(town.owner(i));
    }
    for (int i = 0; i < owners; i++) {
      town.telegram(i, partners / owners + (i < partners % owners ? 1 : 0));
      town.xmpp(i);
    }
    return town;
  }

  /** Kurir's notices quote messages too; what it brings from a partner has a heading. */
  private static boolean bridged(ShownMessage message) {
    return Stream.of(TELEGRAM, XMPP, LINE, WEBHOOK)
        .anyMatch(network -> message.text().startsWith(network + "\n"));
  }

  List<Owner> owners() {
    return owners;
  }

  List<Talk> telegram() {
    return telegram;
  }

  List<Talk> xmpp() {
    return xmpp;
  }

  private Owner owner(int number) throws IOException {
    String name = "owner" + number;
    JsonNode added = api.create("/owners", json().put("username", name));
    LineBot bot = stage.line.addBot("Bot of " + name);
    ObjectNode body = json().put("network", "line").put("role", "master");
    body.putObject("credentials")
        .put("channelSecret", bot.channelSecret())
        .put("channelAccessToken", bot.channelAccessToken());
    api.create("/owners/" + name + "/bots", body);
    LineUser user = stage.line.addUser(name);
    Owner owner = new Owner(name, user, bot);
    owner.says(added.path("pairingCode").asText());
    Patience.until(() -> !stage.line.messagesTo(user).isEmpty(), name + " to be paired", SOON);
    return owner;
  }

  private void telegram(int number, int partners) throws IOException {
    Owner owner = owners.get(number);
    List<TelegramBot> bots = new ArrayList<>();
    for (int i = 0; i < TELEGRAM_BOTS; i++) {
      TelegramBot bot = stage.telegram.addBot(owner.username() + "_" + i + "_bot");
      ObjectNode body = json().put("network", "telegram");
      body.putObject("credentials").put("token", bot.token());
      api.create("/owners/" + owner.username() + "/bots", body);
      bots.add(bot);
    }
    for (int i = 0; i < partners; i++) {
      String name = "p" + number + "_" + i;
      TelegramUser user = stage.telegram.addUser(name, "Partner", name);
      TelegramBot bot = bots.get(i % TELEGRAM_BOTS);
      telegram.add(ledger.talk(TELEGRAM, owner, new TelegramPerson(user, bot)));
    }
  }

  private void xmpp(int number) throws IOException {
    Prosody prosody = stage.prosody;
    if (prosody == null) {
      return;
    }
    Owner owner = owners.get(number);
    String password = "pw-" + owner.username();
    prosody.register(owner.username(), password);
    ObjectNode body = json().put("network", "xmpp");
    body.putObject("credentials")
        .put("jid", owner.username() + "@" + prosody.host())
        .put("password", password)
        .put("host", "127.0.0.1")
        .put("port", prosody.port())
        .put("caFile", prosody.caFile().toString());
    api.create("/owners/" + owner.username() + "/bots", body);
    for (int i = 0; i < XMPP_PARTNERS; i++) {
      String name = "x" + number + "_" + i;
      XmppPartner partner = XmppPartner.signIn(prosody, name, "pw-" + name);
      stage.also(partner);
      String bot = owner.username() + "@" + prosody.host();
      partner.onReceived(
          message -> ledger.shown(Direction.TO_PARTNER, partner.jid(), message.text()));
      xmpp.add(ledger.talk(XMPP, owner, new XmppPerson(partner, bot)));
    }
  }

  /** Partners who write to the owners' own LINE bots. */
  List<Talk> line(int partnersEach) {
    List<Talk> talks = new ArrayList<>();
    for (Owner owner : owners) {
      for (int i = 0; i < partnersEach; i++) {
        LineUser user = stage.line.addUser("l" + talks.size());
        talks.add(ledger.talk(LINE, owner, new LinePerson(user, owner.bot())));
      }
    }
    return talks;
  }

  /** Partners behind an application that posts to a declared network's bot of each owner. */
  List<Talk> webhook(HookApplication application, int partnersEach) throws IOException {
    List<Talk> talks = new ArrayList<>();
    for (Owner owner : owners) {
      String secret = "secret-of-" + owner.username();
      ObjectNode body = json().put("network", "webhook");
      body.putObject("credentials")
          .put("name", owner.username())
          .put("secret", secret)
          .put("url", application.url().toString());
      String path =
          api.create("/owners/" + owner.username() + "/bots", body).path("webhookPath").asText();
      for (int i = 0; i < partnersEach; i++) {
        Person partner =
            application.person("w" + talks.size(), stage.kurir.url().resolve(path), secret);
        talks.add(ledger.talk(WEBHOOK, owner, partner));
      }
    }
    return talks;
  }

  private static ObjectNode json() {
    return KurirApi.JSON.createObjectNode();
  }

  private record LinePerson(LineUser user, LineBot bot) implements Person {
    @Override
    public String address() {
      return "Line " + user.displayName();
    }

    @Override
    public String chat() {
      return user.userId();
    }

    @Override
    public boolean online() {
      return true;
    }

    @Override
    public void says(String text) {
      user.says(bot, text);
    }
  }

  private record TelegramPerson(TelegramUser user, TelegramBot bot) implements Person {
    @Override
    public String address() {
      return "Telegram " + user.username();
    }

    @Override
    public String chat() {
      return Long.toString(user.id());
    }

    @Override
    public boolean online() {
      return true;
    }

    @Override
    public void says(String text) {
      user.says(bot, text);
    }
  }

  /** A partner on XMPP, whose archive tells more than their client was awake for. */
  record XmppPerson(XmppPartner client, String bot) implements Person {
    @Override
    public String address() {
      return "Xmpp " + client.jid();
    }

    @Override
    public String chat() {
      return client.jid();
    }

    @Override
    public boolean online() {
      return client.signedIn();
    }

    @Override
    public void says(String text) throws IOException {
      client.says(bot, text);
    }
  }
}
