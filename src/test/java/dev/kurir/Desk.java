package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.sandbox.Prosody;
import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramUser;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An owner on LINE with several bots of several servers, each with a partner; what all of them have
 * said, and what they have read.
 */
final class Desk implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String GREETING = "hello";

  private final ServerLab servers;
  private final Lab networks;
  private final Lab.PairedOwner owner;
  private final String webhookPath;
  private final List<Partner> partners = new ArrayList<>();
  private final List<AutoCloseable> clients = new ArrayList<>();
  private int said;

  /** One partner, as the owner sees and addresses them. */
  private interface Partner {
    String name();

    String heading();

    String address();

    void says(String text) throws Exception;

    List<String> read();
  }

  private record OnTelegram(Lab networks, TelegramBot bot, TelegramUser user) implements Partner {
    @Override
    public String name() {
      return user.username();
    }

    @Override
    public String heading() {
      return "Telegram\nPartner Name\n(" + user.username() + ")\n";
    }

    @Override
    public String address() {
      return "Telegram " + user.username();
    }

    @Override
    public void says(String text) {
      user.says(bot, text);
    }

    @Override
    public List<String> read() {
      return networks.shown(user);
    }
  }

  private record OnXmpp(XmppPartner client, String name, String bot) implements Partner {
    @Override
    public String heading() {
      return "XMPP\n" + name + "@lab.test\n";
    }

    @Override
    public String address() {
      return "xmpp " + name + "@lab.test";
    }

    @Override
    public void says(String text) throws Exception {
      client.says(bot + "@lab.test", text);
    }

    @Override
    public List<String> read() {
      return client.received();
    }
  }

  Desk(ServerLab servers, String name) throws Exception {
    this.servers = servers;
    this.networks = servers.lab(0);
    this.owner = networks.pairedOwner(name);
    this.webhookPath =
        networks.get("/owners/" + name + "/bots").path("items").get(0).get("webhookPath").asText();
  }

  /** Registers a bot at a server; its partner writes first. */
  TelegramBot addTelegram(int server, String partner) throws Exception {
    TelegramBot bot = networks.telegram.addBot("bot_of_" + partner);
    servers.lab(server).addTelegramBot(owner.username(), bot);
    met(new OnTelegram(networks, bot, networks.telegram.addUser(partner, "Partner", "Name")));
    return bot;
  }

  void addXmpp(int server, Prosody prosody, String partner) throws Exception {
    String bot = "bot-of-" + partner;
    servers.lab(server).addXmppBot(owner.username(), prosody, bot);
    XmppPartner client = new XmppPartner(prosody, partner);
    clients.add(client);
    met(new OnXmpp(client, partner, bot));
  }

  private void met(Partner partner) throws Exception {
    partner.says(GREETING);
    TestWait.until(() -> shown(partner).equals(List.of(GREETING)), "the greeting");
    partners.add(partner);
  }

  /** From now on LINE calls this server. */
  void lineCalls(int server) {
    URI webhook = URI.create("http://127.0.0.1:" + servers.lab(server).port() + webhookPath);
    networks.line.setEndpoint(owner.bot(), webhook);
  }

  /** Every partner and the owner to every partner write that many more, in turns. */
  void converse(int more) throws Exception {
    for (int i = 0; i < more; i++, said++) {
      for (Partner partner : partners) {
        partner.says("t" + said + "-" + partner.name());
        owner.user().says(owner.bot(), partner.address() + " o" + said + "-" + partner.name());
      }
    }
  }

  /** What the owner has read of a partner. */
  private List<String> shown(Partner partner) {
    return networks.shown(owner).stream()
        .filter(text -> text.startsWith(partner.heading()))
        .map(text -> text.substring(partner.heading().length()))
        .toList();
  }

  private List<String> said(String prefix, Partner partner) {
    return IntStream.range(0, said).mapToObj(i -> prefix + i + "-" + partner.name()).toList();
  }

  /** Waits until all that was said has arrived or is told to be uncertain. */
  void awaitAll() throws Exception {
    try {
      for (Partner partner : partners) {
        TestWait.until(
            () -> shown(partner).size() > said, "all of " + partner.name() + " on LINE", LONG);
        TestWait.until(
            () -> {
              Set<String> ended = settled("uncertain");
              ended.addAll(partner.read());
              return ended.containsAll(said("o", partner));
            },
            "all to " + partner.name(),
            LONG);
      }
      TestWait.until(() -> notices() == settled("uncertain").size(), "the owner to know", LONG);
    } catch (RuntimeException e) {
      throw new AssertionError(state(), e);
    }
  }

  private String state() throws Exception {
    StringBuilder state = new StringBuilder("said " + said);
    for (Partner partner : partners) {
      state.append("\n").append(partner.name()).append(" read by owner ").append(shown(partner));
      state.append("\n").append(partner.name()).append(" read ").append(partner.read());
    }
    return state
        .append("\nuncertain ")
        .append(settled("uncertain"))
        .append("\ndead ")
        .append(settled("dead"))
        .append("\nnotices ")
        .append(notices())
        .toString();
  }

  /** Everything arrived once and in order, but for what is uncertain. */
  void assertAll() throws Exception {
    Set<String> uncertain = settled("uncertain");
    assertThat(settled("dead")).isEmpty();
    for (Partner partner : partners) {
      List<String> told = shown(partner);
      assertThat(told.subList(1, told.size())).isEqualTo(said("t", partner));
      List<String> read = partner.read();
      List<String> expected = new ArrayList<>(said("o", partner));
      expected.removeIf(text -> uncertain.contains(text) && !read.contains(text));
      assertThat(read).isEqualTo(expected);
    }
  }

  /** What nobody knows the end of. */
  int uncertain() throws Exception {
    return settled("uncertain").size();
  }

  private long notices() {
    return networks.shown(owner).stream()
        .filter(text -> text.startsWith("Perhaps not delivered to "))
        .count();
  }

  private Set<String> settled(String state) throws Exception {
    Set<String> texts = new HashSet<>();
    try (Connection connection = servers.active();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT o.text FROM receipt r JOIN outbox o ON o.id = r.outbox_id AND o.day = r.day"
                    + " WHERE r.state = '"
                    + state
                    + "'")) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable client : clients) {
      client.close();
    }
  }
}
