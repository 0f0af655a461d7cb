package dev.kurir.api.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.community.AccessTokens;
import dev.kurir.community.Circles;
import dev.kurir.community.Logins;
import dev.kurir.community.Neighbours;
import dev.kurir.community.Person;
import dev.kurir.community.RefusedException;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.owner.TestDatabase;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send and get, as the contract has it. */
@Timeout(60)
class CircleDesksIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AT = "\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z\"";
  private static TestDatabase database;
  private static Logins logins;

  private final Neighbours neighbours = new Neighbours(database);
  private final GroupsDesk groups = new GroupsDesk(new Circles(database.pool()));
  private final RoomsDesk rooms = new RoomsDesk(new Circles(database.pool()));
  private Person ani;
  private Person budi;

  @BeforeAll
  static void start() {
    database = TestDatabase.start();
    logins =
        new Logins(
            database.pool(),
            AccessTokens.open(
                database.pool(),
                new AccessTokens.Sealing(key -> key, key -> key),
                Clock.systemUTC(),
                Duration.ofMinutes(10)),
            Clock.systemUTC(),
            Duration.ofDays(1));
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void settle() {
    neighbours.clear();
    ani = neighbours.person("ani");
    budi = neighbours.person("budi");
    neighbours.friends(ani, budi);
  }

  @Test
  void aGroupIsShownAsTheContractHasIt() {
    String made = json(groups.createGroup(request(ani, "{'name':'Arisan','title':' RT 5 '}")));

    assertThat(made)
        .matches(
            "\\{\"name\":\"arisan\",\"title\":\"RT 5\",\"members\":1,\"role\":\"owner\",\"createdAt\":"
                + AT
                + "}");
    assertThat(json(groups.showGroup(request(ani, null, "circle", "ARISAN")))).isEqualTo(made);
    assertThat(json(groups.listGroups(request(ani, null))))
        .isEqualTo("{\"items\":[" + made + "],\"next\":null}");
    assertThat(json(groups.renameGroup(request(ani, "{'title':'RT 6'}", "circle", "arisan"))))
        .isEqualTo(made.replace("RT 5", "RT 6"));
    groups.dissolveGroup(request(ani, null, "circle", "arisan"));
    assertThat(json(groups.listGroups(request(ani, null))))
        .isEqualTo("{\"items\":[],\"next\":null}");
  }

  @Test
  void pagesSayWhereTheNextOneBegins() {
    for (String name : new String[] {"a", "b", "c"}) {
      groups.createGroup(request(ani, "{'name':'" + name + "'}"));
      rooms.createRoom(request(ani, "{'name':'room-" + name + "'}"));
    }

    assertThat(json(groups.listGroups(request(ani, null, "limit", "2"))))
        .endsWith("\"next\":\"b\"}");
    assertThat(json(groups.listGroups(request(ani, null, "limit", "2", "after", "b"))))
        .contains("\"name\":\"c\"")
        .doesNotContain("\"name\":\"b\"")
        .endsWith("\"next\":null}");
    assertThat(json(rooms.listRooms(request(budi, null, "limit", "1", "search", "ROOM"))))
        .contains("\"role\":null")
        .endsWith("\"next\":\"room-a\"}");
    groups.addGroupMember(request(ani, null, "circle", "a", "user", "budi"));
    assertThat(json(groups.listGroupMembers(request(budi, null, "circle", "a", "limit", "1"))))
        .endsWith("\"next\":\"ani\"}");
  }

  @Test
  void membersAreShownAsTheContractHasThem() {
    groups.createGroup(request(ani, "{'name':'arisan'}"));
    String added =
        json(groups.addGroupMember(request(ani, null, "circle", "arisan", "user", "Budi")));

    assertThat(added).matches("\\{\"name\":\"budi\",\"role\":\"member\",\"since\":" + AT + "}");
    assertThat(
            json(
                groups.changeRole(
                    request(ani, "{'role':'admin'}", "circle", "arisan", "user", "budi"))))
        .isEqualTo(added.replace("member", "admin"));
    assertThat(
            json(groups.listGroupMembers(request(budi, null, "circle", "arisan", "after", "ani"))))
        .isEqualTo("{\"items\":[" + added.replace("member", "admin") + "],\"next\":null}");
    groups.removeGroupMember(request(budi, null, "circle", "arisan", "user", "budi"));
    assertThatThrownBy(() -> groups.showGroup(request(budi, null, "circle", "arisan")))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void invitationsAreShownAcceptedAndRefused() {
    for (String name : new String[] {"arisan", "rapat"}) {
      groups.createGroup(request(ani, "{'name':'" + name + "'}"));
      groups.inviteUser(request(ani, null, "circle", name, "user", "budi"));
    }

    assertThat(json(groups.listInvitations(request(budi, null, "limit", "1"))))
        .matches(
            "\\{\"items\":\\[\\{\"name\":\"arisan\",\"title\":null,\"by\":\"ani\",\"at\":"
                + AT
                + "}],\"next\":\"arisan\"}");
    assertThat(json(groups.acceptInvitation(request(budi, null, "circle", "arisan"))))
        .contains("\"members\":2,\"role\":\"member\"");
    groups.refuseInvitation(request(budi, null, "circle", "rapat"));
    assertThat(json(groups.listInvitations(request(budi, null))))
        .isEqualTo("{\"items\":[],\"next\":null}");
  }

  @Test
  void aRoomIsShownAsTheContractHasIt() {
    String made = json(rooms.createRoom(request(ani, "{'name':'pasar','title':null}")));

    assertThat(made)
        .matches(
            "\\{\"name\":\"pasar\",\"title\":null,\"members\":1,\"role\":\"owner\",\"createdAt\":"
                + AT
                + "}");
    assertThat(json(rooms.showRoom(request(budi, null, "circle", "pasar"))))
        .isEqualTo(made.replace("\"owner\"", "null"));
    assertThat(json(rooms.joinRoom(request(budi, null, "circle", "pasar"))))
        .contains("\"members\":2,\"role\":\"member\"");
    assertThat(json(rooms.listRoomMembers(request(budi, null, "circle", "pasar"))))
        .contains("\"name\":\"ani\",\"role\":\"owner\"", "\"name\":\"budi\",\"role\":\"member\"");
    rooms.leaveRoom(request(budi, null, "circle", "pasar"));
    rooms.dissolveRoom(request(ani, null, "circle", "pasar"));
    assertThat(json(rooms.listRooms(request(ani, null)))).isEqualTo("{\"items\":[],\"next\":null}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | name",
        "{'name':''} | name",
        "{'name':'has space'} | name",
        "{'name':7} | name",
        "{'name':'a','owner':'budi'} | owner",
        "{'name':'a','title':' '} | title",
        "{'name':'a','title':7} | title",
        "{'name':'a','title':'a\\u0000b'} | title",
        "{'name':'a','title':'\\ud800'} | title",
        "[] | body"
      })
  void whatBreaksARuleIsRefusedByName(String body, String field) {
    assertThatThrownBy(() -> groups.createGroup(request(ani, body)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith(field + ": ");
    assertThatThrownBy(() -> rooms.createRoom(request(ani, body)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith(field + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'role':'king'}", "{'role':'OWNER'}", "{}", "{'role':null}"})
  void aRoleIsOneOfThree(String body) {
    groups.createGroup(request(ani, "{'name':'arisan'}"));

    assertThatThrownBy(
            () -> groups.changeRole(request(ani, body, "circle", "arisan", "user", "ani")))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("role: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "123456789012345678901234567890123", "a\0b"})
  void aSearchIsShort(String search) {
    assertThatThrownBy(() -> rooms.listRooms(request(ani, null, "search", search)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("search: ");
  }

  @Test
  void aTitleMustBeGivenToRename() {
    groups.createGroup(request(ani, "{'name':'arisan'}"));

    for (String body : new String[] {"{}", "{'title':null}", "{'title':''}"}) {
      assertThatThrownBy(() -> groups.renameGroup(request(ani, body, "circle", "arisan")))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageStartingWith("title: ");
    }
  }

  private static MemberRequest request(Person person, @Nullable String body, String... parameters) {
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      named.put(parameters[i], parameters[i + 1]);
    }
    return new MemberRequest(
        logins.caller(logins.begin(person, "test").access()).orElseThrow(),
        named,
        body == null ? null : body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
        InetAddress.getLoopbackAddress());
  }

  private static String json(Object answer) {
    try {
      return JSON.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
