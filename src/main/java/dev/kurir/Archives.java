package dev.kurir;

import dev.kurir.archive.Archive;
import dev.kurir.archive.ArchiveSettings;
import dev.kurir.archive.Departed;
import dev.kurir.archive.Erasure;
import dev.kurir.archive.History;
import dev.kurir.archive.Passive;
import dev.kurir.archive.Restoration;
import dev.kurir.archive.Search;
import dev.kurir.database.Database;
import dev.kurir.database.Node;
import dev.kurir.inbox.Inbox;
import dev.kurir.inbox.Rebuilding;
import dev.kurir.journal.Journal;
import java.time.Clock;

/** What looks after old messages, put together over both databases and the journal. */
record Archives(
    Archive archive,
    Erasure erasure,
    History history,
    Search search,
    Restoration restoration,
    Rebuilding rebuilding) {

  static Archives of(
      Settings settings,
      Database active,
      Passive passive,
      Journal journal,
      Inbox inbox,
      Node node,
      Clock clock) {
    ArchiveSettings archiving =
        new ArchiveSettings(
            settings.duration("kurir.archive.after"),
            settings.durationsBelow("kurir.archive.after."),
            settings
                .optional("kurir.archive.keep")
                .map(set -> settings.duration("kurir.archive.keep")));
    if (archiving.takesToday()) {
      inbox.expectAnyDay();
    }
    History history = new History(active.pool(), passive);
    return new Archives(
        new Archive(active, passive, archiving, inbox::unstored, clock),
        new Erasure(active, passive, journal, node),
        history,
        new Search(active.pool(), passive, history),
        new Restoration(active, passive, clock),
        new Rebuilding(inbox, journal.reader(), new Departed(active.pool(), passive)));
  }
}
