package dev.kurir.mapping;

import dev.kurir.database.Columns;
import dev.kurir.database.Sql;
import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.ConversationId;
import dev.kurir.message.OwnerId;
import dev.kurir.outbox.Draft;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What users of the messenger write: a letter for one mailbox, or for those of a group or room, and
 * for its own, the history. A whole batch is looked up in a few statements. What is written by
 * somebody who was blocked, to a group or room that its writer has left, or to nobody any more
 * becomes nothing. Thread-safe.
 */
final class Letters {
  private static final Logger LOG = LoggerFactory.getLogger(Letters.class);

  private final DataSource active;

  private record Correspondence(OwnerId recipient, String sender) {
    static Correspondence of(InboxMessage letter) {
      return new Correspondence(letter.owner(), letter.sender().value());
    }
  }

  /**
   * Where a letter goes.
   *
   * @param circle the name of the group or room; null: to one person
   * @param sender as a member of it, who gets no copy
   */
  private record Way(@Nullable String circle, @Nullable OwnerId sender) {}

  Letters(DataSource active) {
    this.active = active;
  }

  /** The letters of a batch, of which it is known where they go. */
  final class Sorted {
    private final Map<Correspondence, Way> ways;
    private final Map<OwnerId, Integer> sizes;

    private Sorted(Map<Correspondence, Way> ways, Map<OwnerId, Integer> sizes) {
      this.ways = ways;
      this.sizes = sizes;
    }

    /** How many drafts a message becomes: about one where it is no letter. */
    int drafts(InboxMessage message) {
      if (!message.owner().isMember()) {
        return 1;
      }
      Way way = ways.get(Correspondence.of(message));
      if (way == null) {
        return 0;
      }
      return way.circle == null ? 1 : sizes.getOrDefault(message.owner(), 0);
    }

    /** What those of these messages become that are letters, in their order. */
    List<Draft> deliver(List<InboxMessage> messages) throws SQLException {
      Set<OwnerId> circles =
          messages.stream()
              .filter(message -> message.owner().isMember() && isForCircle(message))
              .map(InboxMessage::owner)
              .collect(Collectors.toSet());
      Map<OwnerId, List<OwnerId>> members = circles.isEmpty() ? Map.of() : members(circles);
      List<Draft> drafts = new ArrayList<>();
      for (InboxMessage message : messages) {
        if (message.owner().isMember()) {
          deliver(message, members.getOrDefault(message.owner(), List.of()), drafts);
        }
      }
      return drafts;
    }

    private boolean isForCircle(InboxMessage message) {
      Way way = ways.get(Correspondence.of(message));
      return way != null && way.circle != null;
    }

    private void deliver(InboxMessage letter, List<OwnerId> members, List<Draft> drafts) {
      Way way = ways.get(Correspondence.of(letter));
      if (way == null || (way.circle != null && members.isEmpty())) {
        LOG.debug("message {} is for nobody who would get it", letter);
        return;
      }
      String text = letter.sender().value() + " " + letter.text();
      if (way.circle != null) {
        String copy = "#" + way.circle + "/" + text;
        for (OwnerId member : members) {
          if (!member.equals(way.sender)) {
            drafts.add(draft(letter, member, copy));
          }
        }
      }
      drafts.add(draft(letter, letter.owner(), text));
    }
  }

  private static Draft draft(InboxMessage letter, OwnerId mailbox, String text) {
    return new Draft(
        letter.network(),
        false,
        mailbox,
        ConversationId.masterOf(mailbox),
        null,
        letter.id(),
        null,
        text);
  }

  /** Finds out where the letters among these messages go. */
  Sorted sort(List<InboxMessage> messages) throws SQLException {
    List<Correspondence> wanted =
        messages.stream()
            .filter(message -> message.owner().isMember())
            .map(Correspondence::of)
            .distinct()
            .toList();
    if (wanted.isEmpty()) {
      return new Sorted(Map.of(), Map.of());
    }
    Map<Correspondence, Way> ways = new HashMap<>();
    try (Connection connection = active.getConnection();
        PreparedStatement statement = connection.prepareStatement(Sql.named("mapping/letters"))) {
      Columns.bind(statement, 1, wanted)
          .add("int4", one -> one.recipient().value())
          .add("text", Correspondence::sender);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Way way = way(row);
          if (way != null) {
            ways.put(wanted.get(row.getInt("place") - 1), way);
          }
        }
      }
    }
    Set<OwnerId> circles =
        ways.entrySet().stream()
            .filter(one -> one.getValue().circle() != null)
            .map(one -> one.getKey().recipient())
            .collect(Collectors.toSet());
    return new Sorted(ways, circles.isEmpty() ? Map.of() : sizes(circles));
  }

  private static @Nullable Way way(ResultSet row) throws SQLException {
    String circle = row.getString("circle");
    if (circle != null) {
      int member = row.getInt("member");
      return member == 0 ? null : new Way(circle, new OwnerId(member));
    }
    return row.getBoolean("person") && !row.getBoolean("blocked") ? new Way(null, null) : null;
  }

  private Map<OwnerId, Integer> sizes(Collection<OwnerId> circles) throws SQLException {
    Map<OwnerId, Integer> sizes = new HashMap<>();
    read(
        "mapping/circle-sizes",
        circles,
        row -> sizes.put(new OwnerId(row.getInt("circle_id")), row.getInt("members")));
    return sizes;
  }

  private Map<OwnerId, List<OwnerId>> members(Collection<OwnerId> circles) throws SQLException {
    Map<OwnerId, List<OwnerId>> members = new HashMap<>();
    read(
        "mapping/circle-members",
        circles,
        row -> {
          List<OwnerId> all = new ArrayList<>();
          for (Object member : (Object[]) row.getArray("members").getArray()) {
            all.add(new OwnerId((Integer) Objects.requireNonNull(member)));
          }
          members.put(new OwnerId(row.getInt("circle_id")), all);
        });
    return members;
  }

  /** What is done with a row. */
  @FunctionalInterface
  private interface Reading {
    void of(ResultSet row) throws SQLException;
  }

  private void read(String query, Collection<OwnerId> circles, Reading reading)
      throws SQLException {
    try (Connection connection = active.getConnection();
        PreparedStatement statement = connection.prepareStatement(Sql.named(query))) {
      statement.setArray(1, Columns.of(connection, "int4", circles, OwnerId::value));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          reading.of(row);
        }
      }
    }
  }
}
