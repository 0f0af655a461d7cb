package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.sandbox.Prosody;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jivesoftware.smack.ConnectionConfiguration;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.muc.MultiUserChat;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** The messaging platform as ordinary XMPP clients see it, through a real Prosody. */
@Timeout(300)
class GatewayIT {
  private static final String DOMAIN = "im.lab.test";
  private static final String PLACE = "http://jabber.org/protocol/geoloc";
  private static final String USER = "http://jabber.org/protocol/muc#user";

  @TempDir static Path directory;
  private static Lab lab;
  private static Prosody prosody;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Prosody.find().isPresent(), "Prosody is not installed: apt-get install prosody");
    prosody =
        Prosody.start(
            directory.resolve("prosody"),
            Prosody.Options.of("lab.test").withoutEncryption().withComponent(DOMAIN, "rahasia"));
    lab =
        new Lab(directory.resolve("data"))
            .with("kurir.community.requests-per-minute", "1000000")
            .with("kurir.community.strangers-per-minute", "1000000")
            .with("kurir.xmpp.component.host", "127.0.0.1")
            .with("kurir.xmpp.component.port", Integer.toString(prosody.componentPort()))
            .with("kurir.xmpp.component.domain", DOMAIN)
            .with("kurir.xmpp.component.secret", "rahasia")
            .start();
    TestWait.until(() -> health().contains("OPEN"), "the component's stream");
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
    if (prosody != null) {
      prosody.close();
    }
  }

  private static String health() throws Exception {
    URI url = URI.create("http://127.0.0.1:" + lab.managementPort() + "/observe/health");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String form(String name, String password) {
    return "<query xmlns='jabber:iq:register'><username>%s</username><password>%s</password></query>"
        .formatted(name, password);
  }

  /** Somebody with a client, whose account has their name. */
  private static XmppClient registered(String name) throws Exception {
    XmppClient client = new XmppClient(prosody, name + "-x", "phone");
    Element answer = client.ask("set", DOMAIN, form(name, Member.PASSWORD));
    assertThat(answer.attribute("type")).contains("result");
    return client;
  }

  /** The same, and their server tells the domain how they are there. */
  private static XmppClient present(String name) throws Exception {
    XmppClient client = registered(name);
    client.presence(DOMAIN, "subscribe");
    client.send("<presence type='subscribed' to='" + DOMAIN + "'/>");
    return client;
  }

  private static String at(String name) {
    return name + "@" + DOMAIN;
  }

  @Test
  void aClientAndAMemberOverHttpWriteToEachOther() throws Exception {
    Member budi = Member.join(lab, "budi");
    try (XmppClient ani = registered("ani")) {
      ani.send(
          "<message type='chat' id='pesan-0001' to='"
              + at("budi")
              + "'><body>halo &lt;Budi&gt; ☕</body><request xmlns='urn:xmpp:receipts'/></message>");
      ani.await(
          "the receipt",
          stanza ->
              stanza.child("received", "urn:xmpp:receipts").stream()
                  .anyMatch(received -> received.attribute("id").get().equals("pesan-0001")));
      ani.says(at("budi"), "pesan-0001", "halo lagi");
      TestWait.until(() -> budi.get("/mailbox").path("items").size() == 1, "it is in the mailbox");
      assertThat(budi.get("/mailbox").path("items").get(0).path("from").textValue())
          .isEqualTo("ani");
      assertThat(budi.get("/mailbox").path("items").get(0).path("text").textValue())
          .isEqualTo("halo <Budi> ☕");

      budi.says("ani", "1", "halo & hai");
      TestWait.until(() -> ani.texts(at("budi")).size() == 1, "the answer");
      Element answer = ani.messages(at("budi")).get(0);
      assertThat(XmppClient.text(answer)).isEqualTo("halo & hai");
      assertThat(answer.attribute("from")).contains(at("budi"));
      assertThat(answer.attribute("type")).contains("chat");
      assertThat(answer.attribute("id")).contains("n1");
    }
  }

  @Test
  void whatCannotBeSentIsRefusedWithItsReason() throws Exception {
    Member citra = Member.join(lab, "citra");
    try (XmppClient dewi = registered("dewi");
        XmppClient stranger = new XmppClient(prosody, "stranger", "phone")) {
      citra.put("/blocks/dewi", null, 204);
      dewi.says(at("citra"), "terblokir-1", "x");
      assertThat(dewi.refusal("terblokir-1")).isEqualTo("forbidden");
      dewi.says(at("siapa"), "tiada-0001", "x");
      assertThat(dewi.refusal("tiada-0001")).isEqualTo("item-not-found");
      dewi.says(at("siapa=apa"), "tiada-0002", "x");
      assertThat(dewi.refusal("tiada-0002")).isEqualTo("item-not-found");
      dewi.says(at("dewi"), "panjang-01", "x".repeat(4_001));
      assertThat(dewi.refusal("panjang-01")).isEqualTo("not-acceptable");
      dewi.says(DOMAIN, "kosong-001", "x");
      assertThat(dewi.refusal("kosong-001")).isEqualTo("not-acceptable");
      stranger.says(at("citra"), "asing-0001", "x");
      assertThat(stranger.refusal("asing-0001")).isEqualTo("registration-required");
      stranger.send("<presence to='#x@" + DOMAIN + "/s' id='asing-0002'/>");
      assertThat(stranger.refusal("asing-0002")).isEqualTo("registration-required");
      assertThat(citra.get("/mailbox").path("items")).isEmpty();
    }
  }

  @Test
  void anAccountIsLinkedByItsPasswordAndUnlinked() throws Exception {
    Member eko = Member.join(lab, "eko");
    Member fitri = Member.join(lab, "fitri");
    try (XmppClient client = new XmppClient(prosody, "eko-x", "phone")) {
      Element empty = client.ask("get", DOMAIN, "<query xmlns='jabber:iq:register'/>");
      assertThat(empty.children().get(0).child("registered", "jabber:iq:register")).isEmpty();
      assertThat(XmppClient.error(client.ask("set", DOMAIN, form("eko", "salah-salah"))))
          .isEqualTo("conflict");
      assertThat(XmppClient.error(client.ask("set", DOMAIN, form("eko-baru", "pendek"))))
          .isEqualTo("not-acceptable");
      assertThat(client.ask("set", DOMAIN, form("eko", Member.PASSWORD)).attribute("type"))
          .contains("result");
      Element filled = client.ask("get", DOMAIN, "<query xmlns='jabber:iq:register'/>");
      assertThat(filled.children().get(0).child("registered", "jabber:iq:register")).isPresent();

      fitri.says("eko", "1", "satu");
      TestWait.until(() -> client.texts(at("fitri")).equals(List.of("satu")), "the first");
      String remove = "<query xmlns='jabber:iq:register'><remove/></query>";
      assertThat(client.ask("set", DOMAIN, remove).attribute("type")).contains("result");
      fitri.says("eko", "2", "dua");
      TestWait.until(() -> eko.get("/mailbox").path("items").size() == 2, "the account is there");
      client.says(at("fitri"), "sesudah-1", "x");
      assertThat(client.refusal("sesudah-1")).isEqualTo("registration-required");
      assertThat(client.texts(at("fitri"))).containsExactly("satu");
      for (int i = 0; i < 5; i++) {
        client.ask("set", DOMAIN, form("eko", "salah-salah"));
      }
      assertThat(XmppClient.error(client.ask("set", DOMAIN, form("eko", Member.PASSWORD))))
          .isEqualTo("resource-constraint");
    }
  }

  @Test
  void whatComesWhileAServerIsAwayComesLater() throws Exception {
    Member gilang = Member.join(lab, "gilang");
    try (XmppClient hana = registered("hana")) {
      gilang.says("hana", "1", "satu");
      TestWait.until(() -> hana.texts(at("gilang")).size() == 1, "the first");
      prosody.kill();
      gilang.says("hana", "2", "dua");
      prosody.restart();
      hana.signIn();
      TestWait.until(
          () -> hana.texts(at("gilang")).containsAll(List.of("satu", "dua")), "the second");
      hana.close();
      lab.stop();
      lab.start();
      gilang.logIn().says("hana", "3", "tiga");
      TestWait.until(
          () -> lab.count("SELECT min(sent) FROM xmpp_address WHERE jid LIKE 'hana-x@%'") == 3,
          "the server has it");
      hana.signIn();
      TestWait.until(() -> hana.texts(at("gilang")).contains("tiga"), "the third");
      assertThat(hana.texts(at("gilang"))).containsSubsequence("satu", "dua", "tiga");
    }
  }

  @Test
  void aKilledServerLosesNothing() throws Exception {
    int messages = 300;
    Member indra = Member.join(lab, "indra");
    try (XmppClient joko = registered("joko")) {
      for (int i = 1; i <= messages; i++) {
        indra.says("joko", "m" + i, "pesan " + i);
        if (i % 100 == 50) {
          prosody.kill();
        } else if (i % 100 == 60) {
          prosody.restart();
        }
      }
      TestWait.until(
          () ->
              lab.count("SELECT min(sent) FROM xmpp_address WHERE jid LIKE 'joko-x@%'") == messages,
          "the server has all");
    }
    try (XmppClient joko = new XmppClient(prosody, "joko-x", "other")) {
      List<String> archived = archived(joko, at("indra"));
      List<String> all = IntStream.rangeClosed(1, messages).mapToObj(i -> "pesan " + i).toList();
      assertThat(new ArrayList<>(new LinkedHashSet<>(archived))).isEqualTo(all);
    }
  }

  /** What the person's server has archived of what somebody wrote (XEP-0313), oldest first. */
  private static List<String> archived(XmppClient client, String author) throws Exception {
    String mam = "urn:xmpp:mam:2";
    String after = "";
    while (true) {
      String paging =
          "<query xmlns='%s'><set xmlns='http://jabber.org/protocol/rsm'><max>50</max>%s</set></query>"
              .formatted(mam, after.isEmpty() ? "" : "<after>" + after + "</after>");
      Element fin = client.ask("set", "", paging).children().get(0);
      if (fin.attribute("complete").filter("true"::equals).isPresent()) {
        break;
      }
      after =
          fin.child("set", "http://jabber.org/protocol/rsm")
              .flatMap(set -> set.child("last", "http://jabber.org/protocol/rsm"))
              .map(Element::text)
              .orElseThrow();
    }
    return client.received().stream()
        .flatMap(stanza -> stanza.child("result", mam).stream())
        .flatMap(result -> result.child("forwarded", "urn:xmpp:forward:0").stream())
        .flatMap(forwarded -> forwarded.child("message", Stanza.NAMESPACE).stream())
        .filter(message -> message.attribute("from").orElse("").startsWith(author))
        .map(XmppClient::text)
        .toList();
  }

  @Test
  void aRoomHasClientsAndMembersOverHttp() throws Exception {
    Member kartika = Member.join(lab, "kartika");
    kartika.post("/rooms", Map.of("name", "pasar", "title", "Pasar Minggu"), 201);
    kartika.post("/rooms/pasar/messages", Map.of("clientId", "1", "text", "selamat pagi"), 201);
    TestWait.until(
        () -> kartika.get("/rooms/pasar/messages").path("items").size() == 1, "the history");
    String room = "#pasar@" + DOMAIN;
    try (XmppClient lina = registered("lina");
        XmppClient made = registered("made")) {
      lina.says(room, "dari-luar-1", "x");
      assertThat(lina.refusal("dari-luar-1")).isEqualTo("forbidden");
      enter(lina, room, "bunga");
      Element self = lina.presence(room + "/lina", "");
      assertThat(codes(self)).containsExactlyInAnyOrder("110", "210");
      Element other = lina.presence(room + "/kartika", "");
      assertThat(item(other).attribute("affiliation")).contains("owner");
      lina.await("the subject", stanza -> stanza.child("subject", Stanza.NAMESPACE).isPresent());
      Element past = lina.messages(room + "/kartika").get(0);
      assertThat(XmppClient.text(past)).isEqualTo("selamat pagi");
      assertThat(past.child("delay", "urn:xmpp:delay")).isPresent();
      enter(made, room, "made");
      assertThat(codes(made.presence(room + "/made", ""))).containsExactly("110");
      lina.presence(room + "/made", "");

      lina.send(
          "<message type='groupchat' id='halo-00001' to='%s'><body>halo semua</body></message>"
              .formatted(room));
      TestWait.until(() -> made.texts(room + "/lina").equals(List.of("halo semua")), "to made");
      TestWait.until(() -> lina.texts(room + "/lina").equals(List.of("halo semua")), "reflected");
      assertThat(lina.messages(room + "/lina").get(0).attribute("id")).contains("halo-00001");
      TestWait.until(
          () ->
              kartika.get("/mailbox").path("items").findValuesAsText("text").contains("halo semua"),
          "over HTTP");
      kartika.post("/rooms/pasar/messages", Map.of("clientId", "2", "text", "hai"), 201);
      TestWait.until(() -> made.texts(room + "/kartika").contains("hai"), "from HTTP to made");
      assertThat(made.messages(room + "/kartika")).last().satisfies(GatewayIT::isGroupchat);

      made.send("<presence type='unavailable' to='" + room + "/made'/>");
      assertThat(codes(made.presence(room + "/made", "unavailable"))).containsExactly("110");
      kartika.post("/rooms/pasar/messages", Map.of("clientId", "3", "text", "masih?"), 201);
      TestWait.until(() -> made.texts(room).contains("kartika: masih?"), "outside of the room");
      made.send(
          "<message type='groupchat' id='luar-00001' to='%s'><body>x</body></message>"
              .formatted(room));
      assertThat(made.refusal("luar-00001")).isEqualTo("not-acceptable");
      String ping = "<ping xmlns='urn:xmpp:ping'/>";
      assertThat(XmppClient.error(made.ask("get", room + "/made", ping)))
          .isEqualTo("not-acceptable");
      assertThat(lina.ask("get", room + "/lina", ping).attribute("type")).contains("result");
    }
  }

  @Test
  void aLibraryForClientsFindsARoomAndTalksInIt() throws Exception {
    Member zahra = Member.join(lab, "zahra");
    zahra.post("/rooms", Map.of("name", "taman"), 201);
    registered("zaki").close();
    XMPPTCPConnection connection =
        new XMPPTCPConnection(
            XMPPTCPConnectionConfiguration.builder()
                .setXmppAddressAndPassword("zaki-x@lab.test", "pw-zaki-x")
                .setHost("127.0.0.1")
                .setPort(prosody.port())
                .setSecurityMode(ConnectionConfiguration.SecurityMode.disabled)
                .build());
    try {
      connection.setReplyTimeout(20_000);
      connection.connect().login();
      MultiUserChatManager chats = MultiUserChatManager.getInstanceFor(connection);
      assertThat(chats.providesMucService(JidCreate.domainBareFrom(DOMAIN))).isTrue();
      EntityBareJid name = JidCreate.entityBareFrom("#taman@" + DOMAIN);
      assertThat(chats.getRoomsHostedBy(JidCreate.domainBareFrom(DOMAIN))).containsKey(name);
      MultiUserChat room = chats.getMultiUserChat(name);
      List<String> heard = new CopyOnWriteArrayList<>();
      room.addMessageListener(message -> heard.add(message.getFrom() + ": " + message.getBody()));
      room.join(Resourcepart.from("zaki"));
      assertThat(room.getOccupants().toString()).contains("/zahra", "/zaki");
      room.sendMessage("halo taman");
      zahra.post("/rooms/taman/messages", Map.of("clientId", "1", "text", "halo zaki"), 201);
      TestWait.until(
          () -> heard.containsAll(List.of(name + "/zaki: halo taman", name + "/zahra: halo zaki")),
          "both: " + heard);
      room.leave();
    } finally {
      connection.disconnect();
    }
  }

  private static void enter(XmppClient client, String room, String nick) throws Exception {
    client.send(
        "<presence to='%s/%s'><x xmlns='http://jabber.org/protocol/muc'/></presence>"
            .formatted(room, nick));
  }

  private static void isGroupchat(Element message) {
    assertThat(message.attribute("type")).contains("groupchat");
  }

  private static Element item(Element presence) {
    return presence.child("x", USER).flatMap(x -> x.child("item", USER)).orElseThrow();
  }

  private static List<String> codes(Element presence) {
    return presence.child("x", USER).stream()
        .flatMap(x -> x.children().stream())
        .filter(child -> child.name().equals("status"))
        .map(status -> status.attribute("code").orElse(""))
        .toList();
  }

  @Test
  void aGroupIsForThoseWhoAreInItOrInvited() throws Exception {
    Member nina = Member.join(lab, "nina");
    nina.post("/groups", Map.of("name", "arisan"), 201);
    String group = "#arisan@" + DOMAIN;
    try (XmppClient oki = registered("oki")) {
      oki.send(
          "<presence id='masuk-0001' to='%s/oki'><x xmlns='http://jabber.org/protocol/muc'/></presence>"
              .formatted(group));
      assertThat(oki.refusal("masuk-0001")).isEqualTo("registration-required");
      nina.put("/groups/arisan/invitations/oki", null, 204);
      oki.await("the invitation", stanza -> stanza.child("x", "jabber:x:conference").isPresent());
      enter(oki, group, "oki");
      oki.presence(group + "/oki", "");
      nina.post("/groups/arisan/messages", Map.of("clientId", "1", "text", "rahasia"), 201);
      TestWait.until(() -> oki.texts(group + "/nina").equals(List.of("rahasia")), "within it");
      nina.delete("/groups/arisan/members/oki", 204);
      assertThat(codes(oki.presence(group + "/oki", "unavailable"))).contains("110", "307");
      oki.says(group, "keluar-001", "x");
      assertThat(oki.refusal("keluar-001")).isEqualTo("forbidden");
    }
  }

  @Test
  void friendsSeeEachOther() throws Exception {
    Member putri = Member.join(lab, "putri");
    try (XmppClient rudi = present("rudi")) {
      rudi.send("<presence type='subscribe' to='" + at("putri") + "'/>");
      TestWait.until(() -> putri.get("/friends/requests").path("items").size() == 1, "the request");
      putri.put("/friends/rudi", null, 200);
      rudi.roster(at("putri"), "to");
      TestWait.until(
          () -> "online".equals(putri.get("/presence/rudi").path("show").textValue()),
          "rudi is there");
      rudi.send("<presence><show>dnd</show><status>rapat</status></presence>");
      TestWait.until(
          () -> "busy".equals(putri.get("/presence/rudi").path("show").textValue()), "busy");
      assertThat(putri.get("/presence/rudi").path("status").textValue()).isEqualTo("rapat");

      try (EventReader events = EventReader.of(putri, 0)) {
        rudi.presence(at("putri") + "/kurir", "");
        putri.put("/presence", Map.of("show", "away", "status", "makan"), 200);
        rudi.await(
            "away",
            stanza ->
                stanza.child("show", Stanza.NAMESPACE).map(Element::text).orElse("").equals("away")
                    && stanza.attribute("from").orElse("").startsWith(at("putri")));
      }
      rudi.close();
      TestWait.until(
          () -> "offline".equals(putri.get("/presence/rudi").path("show").textValue()), "gone");
      rudi.signIn();
      TestWait.until(
          () -> "online".equals(putri.get("/presence/rudi").path("show").textValue()), "back");
      rudi.send("<presence type='unsubscribe' to='" + at("putri") + "'/>");
      TestWait.until(() -> putri.get("/friends").path("items").isEmpty(), "no friends any more");
    }
  }

  @Test
  void whoIsAskedOverHttpAnswersByTheRoster() throws Exception {
    Member sinta = Member.join(lab, "sinta");
    try (XmppClient toni = present("toni")) {
      sinta.put("/friends/toni", null, 200);
      toni.presence(at("sinta"), "subscribe");
      toni.send("<presence type='subscribed' to='" + at("sinta") + "'/>");
      TestWait.until(() -> sinta.get("/friends").path("items").size() == 1, "they are friends");
      toni.roster(at("sinta"), "from");
      sinta.delete("/friends/toni", 204);
      toni.roster(at("sinta"), "none");
    }
  }

  @Test
  void footprintsArePlaces() throws Exception {
    Member umi = Member.join(lab, "umi");
    try (XmppClient vera = present("vera")) {
      umi.put("/friends/vera", null, 200);
      vera.presence(at("umi"), "subscribe");
      vera.send("<presence type='subscribed' to='" + at("umi") + "'/>");
      TestWait.until(() -> umi.get("/friends").path("items").size() == 1, "they are friends");
      vera.send(
          "<message to='%s'><body>di pasar</body><geoloc xmlns='%s'><lat>-7.79</lat><lon>110.36</lon></geoloc></message>"
              .formatted(DOMAIN, PLACE));
      TestWait.until(() -> umi.get("/footprints").path("items").size() == 1, "a footprint");
      assertThat(umi.get("/footprints").path("items").get(0).path("text").textValue())
          .isEqualTo("di pasar");
      vera.ask(
          "set",
          "",
          ("<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='%1$s'><item id='current'>"
                  + "<geoloc xmlns='%1$s'><lat>-7.80</lat><lon>110.37</lon><text>di rumah</text></geoloc>"
                  + "</item></publish></pubsub>")
              .formatted(PLACE));
      TestWait.until(() -> umi.get("/footprints").path("items").size() == 2, "a published one");
      umi.post(
          "/footprints",
          Map.of("text", "di kebun", "latitude", 1.5, "longitude", 2.5, "visibility", "friends"),
          201);
      Element told =
          vera.await(
              "umi's footprint",
              stanza ->
                  stanza.name().equals("message") && stanza.child("geoloc", PLACE).isPresent());
      assertThat(told.attribute("from")).contains(at("umi"));
      assertThat(XmppClient.text(told)).isEqualTo("di kebun");
      assertThat(told.child("geoloc", PLACE).get().child("lat", PLACE).get().text())
          .isEqualTo("1.5");
    }
  }

  @Test
  void whatThereIsCanBeFoundOut() throws Exception {
    Member wati = Member.join(lab, "wati");
    wati.patch("/me", Map.of("displayName", "Wati Susanti"), 200);
    wati.post("/rooms", Map.of("name", "alun-alun", "title", "Alun-alun"), 201);
    String features = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
    String items = "<query xmlns='http://jabber.org/protocol/disco#items'/>";
    try (XmppClient yudi = registered("yudi");
        XmppClient stranger = new XmppClient(prosody, "asing", "phone")) {
      Element domain = yudi.ask("get", DOMAIN, features).children().get(0);
      assertThat(attributes(domain, "identity", "category"))
          .containsExactly("conference", "directory", "gateway");
      assertThat(attributes(domain, "feature", "var"))
          .contains("jabber:iq:register", "jabber:iq:search", PLACE + "+notify");
      assertThat(attributes(yudi.ask("get", DOMAIN, items).children().get(0), "item", "jid"))
          .contains("#alun-alun@" + DOMAIN);
      Element room = yudi.ask("get", "#alun-alun@" + DOMAIN, features).children().get(0);
      assertThat(attributes(room, "identity", "name")).containsExactly("Alun-alun");
      Element person = yudi.ask("get", at("wati"), features).children().get(0);
      assertThat(attributes(person, "identity", "type")).containsExactly("registered");
      assertThat(XmppClient.error(yudi.ask("get", at("tiada"), features)))
          .isEqualTo("item-not-found");

      String search = "<query xmlns='jabber:iq:search'>%s</query>";
      assertThat(yudi.ask("get", DOMAIN, search.formatted("")).attribute("type"))
          .contains("result");
      Element found = yudi.ask("set", DOMAIN, search.formatted("<nick>wati s</nick>"));
      assertThat(attributes(found.children().get(0), "item", "jid")).containsExactly(at("wati"));
      Element byForm =
          yudi.ask(
              "set",
              DOMAIN,
              search.formatted(
                  "<x xmlns='jabber:x:data' type='submit'><field var='nick'><value>wat</value></field></x>"));
      assertThat(byForm.children().get(0).children().get(0).child("item", "jabber:x:data"))
          .isPresent();
      assertThat(yudi.ask("get", DOMAIN, "<query xmlns='jabber:iq:version'/>").attribute("type"))
          .contains("result");
      assertThat(XmppClient.error(yudi.ask("get", DOMAIN, "<vCard xmlns='vcard-temp'/>")))
          .isEqualTo("service-unavailable");

      assertThat(stranger.ask("get", DOMAIN, "<ping xmlns='urn:xmpp:ping'/>").attribute("type"))
          .contains("result");
      assertThat(attributes(stranger.ask("get", DOMAIN, items).children().get(0), "item", "jid"))
          .isEmpty();
      assertThat(XmppClient.error(stranger.ask("set", DOMAIN, search.formatted("<nick>w</nick>"))))
          .isEqualTo("registration-required");
      assertThat(XmppClient.error(stranger.ask("get", at("wati"), features)))
          .isEqualTo("registration-required");
    }
  }

  private static List<String> attributes(Element query, String element, String attribute) {
    return query.children().stream()
        .filter(child -> child.name().equals(element))
        .map(child -> child.attribute(attribute).orElse(""))
        .toList();
  }
}
