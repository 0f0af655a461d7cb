package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration: the paper's conversation, played through Kurir's public API and the sandbox
 * alone. An owner on LINE talks with partners on Telegram and, where there is a Prosody, on XMPP.
 * After {@link #play} the people stay, so that somebody can go on with curl, until {@link #close}.
 * Not thread-safe.
 */
public final class Demo implements AutoCloseable {
  private static final String BRIDGE = "sari";
  private static final String NO_PROSODY =
      "XMPP is left out: Prosody is not installed (get it: apt-get install prosody).";

  private final URI kurir;
  private final Administration administration;
  private final LineSandbox line;
  private final TelegramSandbox telegram;
  private final @Nullable Prosody prosody;
  private final PrintStream out;
  private final Transcript transcript;
  private final SecureRandom random = new SecureRandom();
  private Duration limit = Duration.ofSeconds(60);
  private @Nullable XmppPartner partner;
  private @Nullable XmppControl control;

  /**
   * Makes it; nothing happens before {@link #play}.
   *
   * @param kurir where Kurir's HTTP port is, as the networks reach it
   * @param prosody serves the partner's domain; null: the conversation goes on without XMPP
   */
  public Demo(
      URI kurir,
      String adminToken,
      LineSandbox line,
      TelegramSandbox telegram,
      @Nullable Prosody prosody,
      PrintStream out) {
    this.kurir = kurir;
    this.administration = new Administration(kurir, adminToken);
    this.line = line;
    this.telegram = telegram;
    this.prosody = prosody;
    this.out = out;
    this.transcript = new Transcript(out);
  }

  /** The same, on the terminal. */
  public Demo(
      URI kurir,
      String adminToken,
      LineSandbox line,
      TelegramSandbox telegram,
      @Nullable Prosody prosody) {
    this(kurir, adminToken, line, telegram, prosody, System.out);
  }

  /** How long each message may take to arrive; 60 s at first, for machines under load. */
  public Demo within(Duration limit) {
    this.limit = limit;
    return this;
  }

  /**
   * Plays the conversation and prints it, then how to go on.
   *
   * @throws DemoFailedException when a step fails: what was expected, and what happened
   * @throws IOException when the XMPP partner can't sign in
   */
  public void play() throws DemoFailedException, IOException {
    LineUser sari = line.addUser("Sari");
    TelegramUser darma = telegram.addUser("darmaastawan", "Darma", "Astawan");
    LineBot lineBot = line.addBot("Kurir");
    TelegramBot telegramBot = telegram.addBot("sari_kurir_bot");
    listen(sari, darma);

    transcript.step("The owner sari registers over Kurir's API, with a bot on each network.");
    String code = addOwner();
    addLineBot(lineBot);
    addBot("telegram", Json.object().put("token", telegramBot.token()), false);
    addXmppBot();

    transcript.step("Sari pairs her LINE by sending the pairing code to her bot.");
    sari.says(lineBot, code);
    Supplier<List<String>> sariSees = texts(() -> line.messagesTo(sari));
    transcript.await(
        limit,
        () -> !sariSees.get().isEmpty(),
        "Sari's LINE says that she is paired",
        () -> "it shows nothing");

    transcript.step("A partner writes on Telegram.");
    darma.says(telegramBot, "Halo");
    expect("Sari's LINE", sariSees, "Telegram\nDarma Astawan\n(darmaastawan)\nHalo");
    XmppPartner xmpp = partner;
    if (xmpp != null) {
      transcript.step("Another one writes on XMPP.");
      xmpp.says(bridge(), "hai, apa kabar?");
      expect("Sari's LINE", sariSees, "XMPP\n" + xmpp.jid() + "\nhai, apa kabar?");
    }
    transcript.step("Sari answers.");
    sari.says(lineBot, "Telegram darmaastawan halo juga");
    expect("Darma's Telegram", texts(() -> telegram.messagesTo(darma)), "halo juga");
    if (xmpp != null) {
      sari.says(lineBot, "Xmpp " + xmpp.jid() + " hai, sehat-sehat saja. Kamu?");
      expect(
          xmpp.jid(),
          () -> xmpp.received().stream().map(XmppPartner.Received::text).toList(),
          "hai, sehat-sehat saja. Kamu?");
    }
    invite();
  }

  private String addOwner() throws DemoFailedException {
    JsonNode owner = administration.create("/api/v1/owners", Json.object().put("username", "sari"));
    return owner.path("pairingCode").asText();
  }

  private void addLineBot(LineBot bot) throws DemoFailedException {
    ObjectNode credentials =
        Json.object()
            .put("channelSecret", bot.channelSecret())
            .put("channelAccessToken", bot.channelAccessToken());
    JsonNode added = addBot("line", credentials, true);
    if (!line.hasEndpoint(bot)) { // no public URL: a person copies it into LINE's console
      line.setEndpoint(bot, kurir.resolve(added.path("webhookPath").asText()));
    }
  }

  private void addXmppBot() throws DemoFailedException, IOException {
    Prosody server = prosody;
    if (server == null) {
      out.println("  " + NO_PROSODY);
      return;
    }
    String password = password();
    server.register(BRIDGE, password);
    XmppPartner signedIn = XmppPartner.signIn(server, "darma96", password());
    partner = signedIn;
    signedIn.onWritten(message -> transcript.wrote("XMPP", message));
    signedIn.onReceived(message -> transcript.seen("XMPP", signedIn.jid(), message.text()));
    ObjectNode credentials =
        Json.object()
            .put("jid", bridge())
            .put("password", password)
            .put("host", "127.0.0.1")
            .put("port", server.port())
            .put("caFile", server.caFile().toString());
    addBot("xmpp", credentials, false);
    control = new XmppControl(signedIn, bridge());
  }

  private String bridge() {
    return BRIDGE + "@" + (prosody == null ? "" : prosody.host());
  }

  private JsonNode addBot(String network, ObjectNode credentials, boolean master)
      throws DemoFailedException {
    ObjectNode body = Json.object().put("network", network);
    if (master) {
      body.put("role", "master");
    }
    body.set("credentials", credentials);
    JsonNode added = administration.create("/api/v1/owners/sari/bots", body);
    out.println(
        "  bot "
            + added.path("id").asText()
            + " is live on "
            + network
            + (master ? ", where Sari reads and answers" : ""));
    return added;
  }

  private void listen(LineUser sari, TelegramUser darma) {
    line.onWritten(message -> transcript.wrote("LINE", message));
    telegram.onWritten(message -> transcript.wrote("Telegram", message));
    line.onShown(message -> transcript.seen("LINE", sari.displayName(), message.text()));
    telegram.onShown(message -> transcript.seen("Telegram", darma.displayName(), message.text()));
  }

  private void expect(String whose, Supplier<List<String>> sees, String text)
      throws DemoFailedException {
    transcript.await(
        limit,
        () -> sees.get().contains(text),
        whose + " shows \"" + text.replace("\n", "\\n") + '"',
        () -> "it shows " + sees.get().stream().map(each -> each.replace("\n", "\\n")).toList());
  }

  private static Supplier<List<String>> texts(Supplier<List<ShownMessage>> shown) {
    return () -> shown.get().stream().map(ShownMessage::text).toList();
  }

  private void invite() {
    transcript.step("Everything arrived. Kurir stays up: play them yourself, in another terminal.");
    out.println(
        "  Darma on Telegram   curl -d 'Halo lagi' "
            + telegram.apiUrl()
            + "/sandbox/telegram/users/darmaastawan/says");
    if (control != null) {
      out.println("  Darma on XMPP       curl -d 'Halo lagi' " + control.says());
    }
    out.println(
        "  Sari on LINE        curl -d 'Telegram darmaastawan apa kabar?' "
            + line.apiUrl()
            + "/sandbox/line/users/Sari/says");
    out.println(
        "  Sari asks Kurir     curl -d '/help' " + line.apiUrl() + "/sandbox/line/users/Sari/says");
    out.println("Stop with Ctrl-C.");
    out.flush();
  }

  private String password() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Signs the XMPP partner out; the sandboxes and Prosody belong to whoever started them. */
  @Override
  public void close() {
    if (control != null) {
      control.close();
    }
    if (partner != null) {
      partner.close();
    }
  }
}
