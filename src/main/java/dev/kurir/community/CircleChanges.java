package dev.kurir.community;

import dev.kurir.message.OwnerId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Changes groups and rooms, each in one transaction, and tells whom it concerns. Thread-safe. */
final class CircleChanges {
  private final Jdbi jdbi;
  private volatile BiConsumer<OwnerId, GroupNews> told = (person, news) -> {};

  private record Message(OwnerId to, GroupNews news) {}

  /** What is told after the commit. */
  static final class Telling {
    private final List<Message> messages = new ArrayList<>();

    void tell(OwnerId to, String group, String what) {
      messages.add(new Message(to, new GroupNews(group, what)));
    }
  }

  /** The statements of a change. */
  @FunctionalInterface
  interface Change<T> {
    T in(Handle handle, Telling telling);
  }

  CircleChanges(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  void onNews(BiConsumer<OwnerId, GroupNews> listener) {
    told = listener;
  }

  <T> T make(Change<T> change) {
    Telling telling = new Telling();
    T result = jdbi.inTransaction(handle -> change.in(handle, telling));
    telling.messages.forEach(message -> told.accept(message.to, message.news));
    return result;
  }
}
