package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messaging platform over HTTP, as its clients see it. */
class CommunityIT {
  @TempDir static Path directory;
  private static Lab lab;

  @BeforeAll
  static void start() throws Exception {
    lab =
        new Lab(directory.resolve("data"))
            .with("kurir.community.requests-per-minute", "1000000")
            .with("kurir.community.strangers-per-minute", "1000000")
            .start();
  }

  @AfterAll
  static void stop() throws Exception {
    lab.close();
  }

  @Test
  void aMessageIsStoredOnceAndSyncedByItsNumber() {
    Member ani = Member.join(lab, "ani");
    Member budi = Member.join(lab, "budi");

    ani.says("budi", "1", "halo");
    ani.says("budi", "1", "halo");
    ani.says("budi", "2", "apa kabar?");
    TestWait.until(() -> budi.get("/mailbox").path("items").size() == 2, "both are there");
    JsonNode page = budi.get("/mailbox?after=0&limit=1");

    assertThat(page.path("items").get(0).path("from").textValue()).isEqualTo("ani");
    assertThat(page.path("items").get(0).path("text").textValue()).isEqualTo("halo");
    assertThat(page.path("next").longValue()).isEqualTo(1);
    JsonNode rest = budi.get("/mailbox?after=1");
    assertThat(rest.path("items").get(0).path("text").textValue()).isEqualTo("apa kabar?");
    assertThat(rest.path("last").longValue()).isEqualTo(2);

    budi.put("/mailbox/1/read", null, 204);
    budi.delete("/mailbox/2", 204);
    budi.delete("/mailbox/2", 404);
    page = budi.get("/mailbox");
    assertThat(page.path("items")).hasSize(1);
    assertThat(page.path("items").get(0).path("read").booleanValue()).isTrue();
    assertThat(page.path("gaps").get(0).path("why").textValue()).isEqualTo("deleted");
    assertThat(page.path("last").longValue()).isEqualTo(2);
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() {
    Member citra = Member.join(lab, "citra");
    HttpResponse<String> first = citra.raw("GET", "/mailbox", null);
    String tag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = citra.raw("GET", "/mailbox", null, "If-None-Match", tag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void whatArrivesIsPushedAndAReconnectGoesOn() throws Exception {
    Member dewi = Member.join(lab, "dewi");
    Member eko = Member.join(lab, "eko");
    dewi.says("eko", "1", "sebelum");
    try (EventReader events = EventReader.of(eko, 0)) {
      TestWait.until(() -> events.texts().equals(List.of("sebelum")), "what was there");
      dewi.says("eko", "2", "sesudah");
      TestWait.until(() -> events.texts().equals(List.of("sebelum", "sesudah")), "what comes");
    }
    dewi.says("eko", "3", "jauh");
    try (EventReader events = EventReader.of(eko, 2)) {
      TestWait.until(() -> events.texts().equals(List.of("jauh")), "what was missed");
      eko.delete("/logins/current", 204);
      TestWait.until(events::hasEnded, "the stream ends with its login");
    }
    eko.get("/mailbox", 401);
  }

  @Test
  void aClientThatDisconnectsAHundredTimesGetsEveryNumberOnce() throws Exception {
    int messages = 10_000;
    Member fitri = Member.join(lab, "fitri");
    Member gilang = Member.join(lab, "gilang");
    Thread sending =
        new Thread(
            () -> {
              for (int i = 1; i <= messages; i++) {
                fitri.says("gilang", "m" + i, "pesan " + i);
              }
            });
    sending.start();
    Random random = new Random(7);
    List<String> texts = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    int connections = 0;
    while (texts.size() < messages) {
      connections++;
      int enough = connections > 100 ? messages : texts.size() + 1 + random.nextInt(90);
      long last = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
      try (EventReader events = EventReader.of(gilang, last)) {
        int target = Math.min(messages, enough) - texts.size();
        TestWait.until(() -> events.events().size() >= target, "some more of them");
        for (EventReader.Event event : events.events()) {
          assertThat(event.name()).isEqualTo("message");
          numbers.add(Long.parseLong(event.id()));
          texts.add(event.data().path("text").textValue());
        }
      }
    }
    sending.join();

    assertThat(connections).isGreaterThan(100);
    assertThat(texts)
        .isEqualTo(IntStream.rangeClosed(1, messages).mapToObj(i -> "pesan " + i).toList());
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aUserOfTheMessengerAndOneOverHttpWriteToEachOther() throws Exception {
    Member hana = Member.join(lab, "hana");
    try (UdpUser joko = new UdpUser(lab.udpPort())) {
      joko.asks("/register joko sandi-joko");
      joko.asks("/login joko sandi-joko");
      joko.asks("/send hana lewat udp");
      TestWait.until(
          () -> hana.get("/mailbox").path("items").size() == 1, "what came by a datagram");
      assertThat(hana.get("/mailbox").path("items").get(0).path("from").textValue())
          .isEqualTo("joko");
      hana.says("joko", "1", "lewat http");
      TestWait.until(() -> joko.pushes().contains("msg 1 hana lewat http"), "the push");
    }
  }

  @Test
  void aMessageToARoomOfFiftyReachesEverybodyElseInOrder() throws Exception {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      members.add(Member.join(lab, "warga" + i));
    }
    members.get(0).post("/rooms", Map.of("name", "balai", "title", "Balai Desa"), 201);
    for (Member member : members.subList(1, 50)) {
      member.put("/rooms/balai/members/me", null, 200);
    }
    for (int i = 1; i <= 5; i++) {
      Map<String, String> message = Map.of("clientId", "b" + i, "text", "pengumuman " + i);
      members.get(7).post("/rooms/balai/messages", message, 201);
    }
    List<String> all = IntStream.rangeClosed(1, 5).mapToObj(i -> "pengumuman " + i).toList();
    for (Member member : members) {
      List<String> expected = member == members.get(7) ? List.of() : all;
      TestWait.until(() -> texts(member.get("/mailbox")).equals(expected), "all of them");
    }
    JsonNode first = members.get(49).get("/mailbox").path("items").get(0);
    assertThat(first.path("circle").textValue()).isEqualTo("balai");
    assertThat(first.path("from").textValue()).isEqualTo("warga7");
    assertThat(texts(members.get(7).get("/rooms/balai/messages"))).isEqualTo(all);
    assertThat(members.get(3).get("/rooms/balai/members?limit=1000").path("items")).hasSize(50);
  }

  private static List<String> texts(JsonNode page) {
    List<String> texts = new ArrayList<>();
    page.path("items").forEach(item -> texts.add(item.path("text").textValue()));
    return texts;
  }

  @Test
  void friendsHearOfPresenceAndFootprints() throws Exception {
    Member lestari = Member.join(lab, "lestari");
    Member made = Member.join(lab, "made");
    try (EventReader events = EventReader.of(made, 0)) {
      lestari.put("/friends/made", null, 200);
      TestWait.until(() -> events.of("friend").size() == 1, "the request");
      made.put("/friends/lestari", null, 200);
      try (EventReader own = EventReader.of(lestari, 0)) {
        TestWait.until(() -> shows(events).contains("online"), "she is there");
        lestari.put("/presence", Map.of("show", "busy", "status", "rapat"), 200);
        TestWait.until(() -> shows(events).contains("busy"), "she is busy");
        assertThat(made.get("/presence/lestari").path("status").textValue()).isEqualTo("rapat");
        lestari.post(
            "/footprints",
            Map.of(
                "text", "sarapan", "latitude", -7.79, "longitude", 110.36, "visibility", "friends"),
            201);
        TestWait.until(() -> events.of("footprint").size() == 1, "the footprint");
      }
      TestWait.until(() -> shows(events).contains("offline"), "she has gone");
      assertThat(made.get("/footprints?box=110,-8,111,-7").path("items")).hasSize(1);
      assertThat(made.get("/footprints?box=0,0,1,1").path("items")).isEmpty();
    }
  }

  private static List<String> shows(EventReader events) {
    return events.of("presence").stream()
        .map(event -> event.data().path("show").textValue())
        .toList();
  }

  @Test
  void aUserOfTheMessengerWritesToARoom() throws Exception {
    Member nyoman = Member.join(lab, "nyoman");
    nyoman.post("/rooms", Map.of("name", "kebun"), 201);
    Member putu = Member.join(lab, "putu");
    putu.put("/rooms/kebun/members/me", null, 200);
    putu.delete("/logins/current", 204);
    try (UdpUser udp = new UdpUser(lab.udpPort())) {
      udp.asks("/login putu " + Member.PASSWORD);
      udp.asks("/send #kebun halo kebun");
      TestWait.until(
          () -> texts(nyoman.get("/mailbox")).equals(List.of("halo kebun")), "from a datagram");
      assertThat(udp.asks("/send #lain halo")).startsWith("err 404");
      Map<String, String> message = Map.of("clientId", "1", "text", "selamat pagi");
      nyoman.post("/rooms/kebun/messages", message, 201);
      TestWait.until(() -> udp.pushes().contains("msg 1 #kebun/nyoman selamat pagi"), "the push");
    }
  }

  @Test
  void whatAPersonOwnedGoesToTheNextWhenTheirAccountIsDeleted() throws Exception {
    Member oka = Member.join(lab, "oka");
    Member rai = Member.join(lab, "rai");
    Member surya = Member.join(lab, "surya");
    oka.post("/rooms", Map.of("name", "warung"), 201);
    rai.put("/rooms/warung/members/me", null, 200);
    surya.put("/rooms/warung/members/me", null, 200);

    oka.send("DELETE", "/me", Map.of("password", Member.PASSWORD), 204);
    assertThat(rai.get("/rooms/warung").path("role").textValue()).isEqualTo("owner");

    try (UdpUser udp = new UdpUser(lab.udpPort())) {
      udp.asks("/login rai " + Member.PASSWORD);
      assertThat(udp.asks("/unregister " + Member.PASSWORD)).startsWith("ok goodbye");
    }
    assertThat(surya.get("/rooms/warung").path("role").textValue()).isEqualTo("owner");
    rai.get("/me", 401);
  }

  @Test
  void whatIsMalformedIsRefusedByName() {
    Member indra = Member.join(lab, "indra");
    for (Map.Entry<String, Object> one :
        Map.<String, Object>of(
                "text: missing", Map.of("clientId", "1"),
                "clientId: missing", Map.of("text", "x"),
                "more: unknown field", Map.of("clientId", "1", "text", "x", "more", 1),
                "text: of type number", Map.of("clientId", "1", "text", 1),
                "text: only spaces", Map.of("clientId", "1", "text", "  "),
                "text: 4001 characters", Map.of("clientId", "1", "text", "x".repeat(4001)))
            .entrySet()) {
      JsonNode problem = indra.post("/chats/indra/messages", one.getValue(), 400);
      assertThat(problem.path("detail").textValue()).startsWith(one.getKey());
    }
    assertThat(indra.get("/mailbox?limit=0", 400).path("detail").textValue())
        .startsWith("limit: \"0\"");
    indra.get("/mailbox?after=1&after=2", 400);
    indra.get("/users/nobody-of-this-name", 404);
    indra.post("/chats/nobody-of-this-name/messages", Map.of("clientId", "1", "text", "x"), 404);
  }

  /** From here no password is accepted any more for a while, so with a Kurir of its own. */
  @Test
  void whoTriesPasswordsHasToWait(@TempDir Path other) throws Exception {
    try (Lab own =
        new Lab(other.resolve("data"))
            .with("kurir.community.failed-logins-per-minute", "3")
            .start()) {
      Member tirta = Member.join(own, "tirta");
      Map<String, String> wrong = Map.of("name", "tirta", "password", "salah-salah");
      for (int i = 0; i < 3; i++) {
        tirta.post("/logins", wrong, 401);
      }
      HttpResponse<String> answer = tirta.raw("POST", "/logins", wrong);
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      tirta.get("/me");
    }
  }

  @Test
  void nobodyComesInWithoutAToken() {
    Member nobody = Member.nobody(lab);
    nobody.get("/me", 401);
    nobody.showing("abc.def.ghi").get("/me", 401);
    Member kartika = Member.join(lab, "kartika");
    String before = kartika.token();
    kartika.refresh();
    kartika.showing(before).get("/me");
    kartika.put("/me/password", Map.of("old", "salah-salah", "new", "kata-sandi-2"), 403);
    Member other = kartika.again();
    kartika.put("/me/password", Map.of("old", Member.PASSWORD, "new", "kata-sandi-2"), 204);
    other.get("/me", 401);
    kartika.get("/me");
    nobody.post("/logins", Map.of("name", "kartika", "password", Member.PASSWORD), 401);
    kartika.logIn("kata-sandi-2").delete("/logins/" + kartika.login(), 204);
    kartika.get("/me", 401);
    kartika.logIn("kata-sandi-2").send("DELETE", "/me", Map.of("password", "kata-sandi-2"), 204);
    kartika.get("/me", 401);
    nobody.post("/logins", Map.of("name", "kartika", "password", "kata-sandi-2"), 401);
  }
}
