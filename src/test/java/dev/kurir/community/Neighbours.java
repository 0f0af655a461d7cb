package dev.kurir.community;

import dev.kurir.message.OwnerId;
import dev.kurir.owner.TestDatabase;
import java.util.List;

/** People with accounts, and what they are to each other, written straight into the tables. */
public final class Neighbours {
  private final TestDatabase database;

  public Neighbours(TestDatabase database) {
    this.database = database;
  }

  /** Forgets all people, groups and rooms. */
  public void clear() {
    database.execute("TRUNCATE messenger_user, circle CASCADE");
  }

  public Person person(String name) {
    return new Person(
        new OwnerId(
            (int)
                database.number(
                    "INSERT INTO messenger_user (name, password) VALUES ('%s', 'x') RETURNING id"
                        .formatted(name))),
        name);
  }

  /** Somebody with a display name. */
  public Person person(String name, String displayName) {
    Person person = person(name);
    database.execute(
        "UPDATE messenger_user SET display_name = '%s' WHERE id = %s"
            .formatted(displayName, person.id()));
    return person;
  }

  /** So many, whose names are the prefix and a number. */
  public void people(String prefix, int many) {
    database.execute(
        "INSERT INTO messenger_user (name, password) SELECT '%s' || i, 'x' FROM generate_series(1, %d) i"
            .formatted(prefix, many));
  }

  /** An owner's bot has the name. */
  public void bot(String name) {
    database.execute("INSERT INTO messenger_user (name, bot) VALUES ('%s', true)".formatted(name));
  }

  public void friends(Person one, Person other) {
    database.execute(
        "INSERT INTO friend (user_id, other, state) VALUES (%1$s, %2$s, 'friends'), (%2$s, %1$s, 'friends')"
            .formatted(one.id(), other.id()));
  }

  public void asks(Person one, Person other) {
    database.execute(
        "INSERT INTO friend (user_id, other, state) VALUES (%s, %s, 'asked')"
            .formatted(one.id(), other.id()));
  }

  public void blocks(Person one, Person other) {
    database.execute(
        "INSERT INTO blocked (user_id, other) VALUES (%s, %s)".formatted(one.id(), other.id()));
  }

  /** Their account is gone. */
  public void remove(Person person) {
    database.execute("DELETE FROM messenger_user WHERE id = " + person.id());
  }

  /** A group or room with its members, of whom the first is the owner. */
  public OwnerId circle(String name, boolean open, Person... members) {
    OwnerId circle =
        new OwnerId(
            (int)
                database.number(
                    "INSERT INTO circle (name, open) VALUES ('%s', %s) RETURNING id"
                        .formatted(name, open)));
    for (Person member : members) {
      database.execute(
          "INSERT INTO circle_member (circle_id, user_id, role) VALUES (%s, %s, '%s')"
              .formatted(circle, member.id(), member == members[0] ? "owner" : "member"));
    }
    return circle;
  }

  /** All people whose names begin so come in. */
  public void comeIn(OwnerId circle, String prefix) {
    database.execute(
        "INSERT INTO circle_member (circle_id, user_id, role) SELECT %s, id, 'member' FROM messenger_user WHERE name LIKE '%s%%'"
            .formatted(circle, prefix));
  }

  /** What people are to each other, by name. */
  public List<String> ties() {
    return database.rows(
        """
        SELECT u.name, state, o.name
        FROM (SELECT user_id, other, state FROM friend
          UNION ALL SELECT user_id, other, 'blocks' FROM blocked) AS tie
          JOIN messenger_user u ON u.id = user_id JOIN messenger_user o ON o.id = other
        ORDER BY u.name, o.name, state
        """);
  }
}
