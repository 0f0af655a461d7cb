package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of the messaging platform by nobody, by a stranger, a friend of the owner, a
 * member, an admin and the owner: what each is answered. The friend is in no group or room; each
 * line has a group and a room of its own.
 */
class AuthorizationIT {
  /** The operation, method and path, body, and the answers to the six in their order. */
  private static final String MATRIX =
      """
      register-user        | POST /users                         | {"name":"$new","password":"kata-sandi-1"} | 201 201 201 201 201 201
      log-in               | POST /logins                        | {"name":"pemilik","password":"salah"}     | 401 401 401 401 401 401
      refresh-login        | POST /logins/refresh                | {"refreshToken":"x"}                      | 401 401 401 401 401 401
      find-users           | GET /users?search=p                 |                                           | 401 200 200 200 200 200
      show-user            | GET /users/pemilik                  |                                           | 401 200 200 200 200 200
      list-logins          | GET /logins                         |                                           | 401 200 200 200 200 200
      end-login            | DELETE /logins/$login               |                                           | 401 404 404 404 404 204
      show-me              | GET /me                             |                                           | 401 200 200 200 200 200
      change-profile       | PATCH /me                           | {"about":"x"}                             | 401 200 200 200 200 200
      change-password      | PUT /me/password                    | {"old":"salah-1","new":"kata-sandi-2"}    | 401 403 403 403 403 403
      delete-account       | DELETE /me                          | {"password":"salah-1"}                    | 401 403 403 403 403 403
      list-friends         | GET /friends                        |                                           | 401 200 200 200 200 200
      list-friend-requests | GET /friends/requests               |                                           | 401 200 200 200 200 200
      ask-friend           | PUT /friends/sasaran                |                                           | 401 200 200 200 200 200
      end-friendship       | DELETE /friends/lain                |                                           | 401 204 204 204 204 204
      list-blocked         | GET /blocks                         |                                           | 401 200 200 200 200 200
      block-user           | PUT /blocks/lain                    |                                           | 401 204 204 204 204 204
      unblock-user         | DELETE /blocks/lain                 |                                           | 401 204 204 204 204 204
      send-message         | POST /chats/sasaran/messages        | {"clientId":"1","text":"x"}               | 401 201 201 201 201 201
      sync-mailbox         | GET /mailbox                        |                                           | 401 200 200 200 200 200
      mark-read            | PUT /mailbox/999999/read            |                                           | 401 404 404 404 404 404
      delete-message       | DELETE /mailbox/999999              |                                           | 401 404 404 404 404 404
      create-group         | POST /groups                        | {"name":"$new"}                           | 401 201 201 201 201 201
      list-groups          | GET /groups                         |                                           | 401 200 200 200 200 200
      show-group           | GET /groups/$group                  |                                           | 401 404 404 200 200 200
      rename-group         | PATCH /groups/$group                | {"title":"Baru"}                          | 401 404 404 403 200 200
      dissolve-group       | DELETE /groups/$group               |                                           | 401 404 404 403 403 204
      list-group-members   | GET /groups/$group/members          |                                           | 401 404 404 200 200 200
      add-group-member     | PUT /groups/$group/members/sasaran  |                                           | 401 404 404 403 200 200
      change-role          | PATCH /groups/$group/members/lain   | {"role":"admin"}                          | 401 404 404 403 403 200
      remove-group-member  | DELETE /groups/$group/members/lain  |                                           | 401 404 404 403 204 204
      invite-user          | PUT /groups/$group/invitations/teman |                                          | 401 404 404 403 204 204
      list-invitations     | GET /invitations                    |                                           | 401 200 200 200 200 200
      accept-invitation    | PUT /invitations/$group             |                                           | 401 404 404 200 200 200
      refuse-invitation    | DELETE /invitations/$group          |                                           | 401 404 404 404 404 404
      send-to-group        | POST /groups/$group/messages        | {"clientId":"1","text":"x"}               | 401 404 404 201 201 201
      create-room          | POST /rooms                         | {"name":"$new"}                           | 401 201 201 201 201 201
      list-rooms           | GET /rooms                          |                                           | 401 200 200 200 200 200
      show-room            | GET /rooms/$room                    |                                           | 401 200 200 200 200 200
      dissolve-room        | DELETE /rooms/$room                 |                                           | 401 403 403 403 403 204
      join-room            | PUT /rooms/$room/members/me         |                                           | 401 200 200 200 200 200
      leave-room           | DELETE /rooms/$room/members/me      |                                           | 401 204 204 204 204 409
      list-room-members    | GET /rooms/$room/members            |                                           | 401 403 403 200 200 200
      send-to-room         | POST /rooms/$room/messages          | {"clientId":"1","text":"x"}               | 401 403 403 201 201 201
      room-history         | GET /rooms/$room/messages           |                                           | 401 403 403 200 200 200
      set-presence         | PUT /presence                       | {"show":"away"}                           | 401 200 200 200 200 200
      show-presence        | GET /presence/pemilik               |                                           | 401 404 200 404 404 200
      leave-footprint      | POST /footprints                    | {"text":"x","latitude":0,"longitude":0,"visibility":"everyone"} | 401 201 201 201 201 201
      list-footprints      | GET /footprints                     |                                           | 401 200 200 200 200 200
      convert-stanza       | POST /xmpp/stanzas                  | {"stanza":"<presence/>"}                  | 401 200 200 200 200 200
      delete-footprint     | DELETE /footprints/$footprint       |                                           | 401 404 404 404 404 204
      """;

  private static final List<String> ACTORS =
      List.of("nobody", "asing", "teman", "anggota", "pengurus", "pemilik");

  @TempDir static Path directory;
  private static Lab lab;
  private static final Map<String, Member> PEOPLE = new LinkedHashMap<>();
  private static int count;

  @BeforeAll
  static void start() throws Exception {
    lab =
        new Lab(directory.resolve("data"))
            .with("kurir.community.requests-per-minute", "1000000")
            .with("kurir.community.strangers-per-minute", "1000000")
            .start();
    PEOPLE.put("nobody", Member.nobody(lab));
    for (String name :
        List.of("asing", "teman", "anggota", "pengurus", "pemilik", "lain", "sasaran")) {
      PEOPLE.put(name, Member.join(lab, name));
    }
    befriend("teman", "pemilik");
    for (String admin : List.of("pengurus", "pemilik")) {
      befriend("sasaran", admin);
    }
  }

  private static void befriend(String one, String other) {
    PEOPLE.get(one).put("/friends/" + other, null, 200);
    PEOPLE.get(other).put("/friends/" + one, null, 200);
  }

  @AfterAll
  static void stop() throws Exception {
    lab.close();
  }

  @Test
  void everyOperationIsAnsweredAsTheMatrixSays() {
    Set<String> operations = new TreeSet<>();
    List<String> wrong = new ArrayList<>();
    for (String line : MATRIX.strip().split("\n")) {
      String[] cells = line.split("\\|");
      operations.add(cells[0].strip());
      String[] expected = cells[3].strip().split(" ");
      for (int i = 0; i < ACTORS.size(); i++) {
        Places places = new Places();
        String[] request = places.in(cells[1].strip()).split(" ");
        Member actor = PEOPLE.get(ACTORS.get(i));
        int status = send(actor, request, places.in(cells[2].strip()));
        if (status != Integer.parseInt(expected[i])) {
          wrong.add(cells[0].strip() + " by " + ACTORS.get(i) + ": " + status);
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(operations).isEqualTo(Member.contract().operations());
  }

  private static int send(Member actor, String[] request, String body) {
    HttpResponse<String> answer =
        actor.raw(request[0], request[1], body.isEmpty() ? null : Member.json(body));
    return answer.statusCode();
  }

  /** A group and a room with the owner, an admin, a member and another; and what else is named. */
  private static final class Places {
    private final String name = "tempat-" + ++count;

    String in(String text) {
      String filled = text.replace("$new", name + "-baru");
      if (filled.contains("$group")) {
        filled = filled.replace("$group", group());
      }
      if (filled.contains("$room")) {
        filled = filled.replace("$room", room());
      }
      if (filled.contains("$login")) {
        filled = filled.replace("$login", PEOPLE.get("pemilik").again().login());
      }
      if (filled.contains("$footprint")) {
        filled =
            filled.replace(
                "$footprint",
                PEOPLE
                    .get("pemilik")
                    .post(
                        "/footprints",
                        Map.of(
                            "text", "x", "latitude", 1, "longitude", 2, "visibility", "everyone"),
                        201)
                    .path("id")
                    .asText());
      }
      return filled;
    }

    private String group() {
      Member owner = PEOPLE.get("pemilik");
      owner.post("/groups", Map.of("name", name), 201);
      for (String member : List.of("anggota", "pengurus", "lain")) {
        owner.put("/groups/" + name + "/invitations/" + member, null, 204);
        PEOPLE.get(member).put("/invitations/" + name, null, 200);
      }
      owner.patch("/groups/" + name + "/members/pengurus", Map.of("role", "admin"), 200);
      return name;
    }

    private String room() {
      PEOPLE.get("pemilik").post("/rooms", Map.of("name", name), 201);
      for (String member : List.of("anggota", "pengurus")) {
        PEOPLE.get(member).put("/rooms/" + name + "/members/me", null, 200);
      }
      return name;
    }
  }
}
