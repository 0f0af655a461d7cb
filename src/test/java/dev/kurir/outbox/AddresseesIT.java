package dev.kurir.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.community.Neighbours;
import dev.kurir.message.Address;
import dev.kurir.message.BotId;
import dev.kurir.message.ConversationId;
import dev.kurir.message.OwnerId;
import dev.kurir.owner.TestDatabase;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AddresseesIT {
  private static TestDatabase database;

  @BeforeAll
  static void start() {
    database = TestDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void mailboxesOfUsersGroupsAndRoomsAreAddressedByTheirNumbers() throws Exception {
    Neighbours neighbours = new Neighbours(database);
    OwnerId ani = neighbours.person("ani").id();
    OwnerId circle = neighbours.circle("arisan", false);
    OwnerId gone = new OwnerId(circle.value() + 1);
    Addressees addressees = new Addressees();
    try (Connection connection = database.pool().getConnection()) {
      addressees.read(
          List.of(conversation(ani), conversation(circle), conversation(gone)), connection, 0);
    }

    assertThat(addressees.of(ConversationId.masterOf(ani), 0))
        .isEqualTo(new Addressee(new BotId(ani.value()), new Address("ani"), false, "ani"));
    assertThat(addressees.of(ConversationId.masterOf(circle), 0))
        .isEqualTo(
            new Addressee(new BotId(circle.value()), new Address("#arisan"), false, "#arisan"));
    assertThat(addressees.of(ConversationId.masterOf(gone), 0))
        .extracting(Addressee::removed)
        .isEqualTo(true);
  }

  private static Conversation conversation(OwnerId mailbox) {
    return new Conversation(ConversationId.masterOf(mailbox), false);
  }
}
